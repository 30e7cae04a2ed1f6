using GraphBlog.Persistence.Users;
using GraphBlog.Shared;
using Npgsql;
using NpgsqlTypes;

namespace GraphBlog.Persistence.Tenancy;

/// <summary>
/// Turns the names in a verified token into ids. This is the only statement that is sent without a tenant, since it is what
/// finds the tenant; its database function answers ids and nothing else. Who somebody is is kept for half a minute: that long a role that
/// another server has changed still counts here, and twice as long for an event stream or a socket, which asks as often. A change of this
/// server's counts at once, see <see cref="Forget"/>.
/// </summary>
public sealed class IdentityDirectory(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan s_keep = TimeSpan.FromSeconds(30);
    private const int Capacity = 10_000;
    private readonly BoundedCache<TokenNames, (Identity Identity, long Since)> _known = new(Capacity);
    private readonly Lock _keeping = new();
    private int _forgotten;

    /// <summary>The user whom a token names; null when there is none.</summary>
    public async ValueTask<Identity?> FindAsync(TokenNames names, CancellationToken ct)
    {
        if (new[] { names.Org, names.User, names.Issuer, names.Subject, names.Email }.Any(name => name?.Contains('\0') == true))
        {
            return null;      // PostgreSQL has no such text
        }

        if (_known.TryGet(names, out var known) && clock.GetElapsedTime(known.Since) < s_keep)
        {
            return known.Identity;
        }

        var (forgotten, began) = (Volatile.Read(ref _forgotten), clock.GetTimestamp());
        if (await AskAsync(names, ct) is not { } identity)
        {
            return null;      // not kept: somebody of that name may be added any moment
        }

        lock (_keeping)
        {
            // else this may be how it was before; and who will be linked is another thing then
            if (_forgotten == forgotten && (identity.IsLinked || !names.AtFirstSight))
            {
                _known.Set(names, (identity, began));
            }
        }

        return identity;
    }

    /// <summary>Forgets a user whose role may have changed; whoever is asking for them at this moment does not keep the answer.</summary>
    /// <param name="orgId">The organisation.</param>
    /// <param name="userId">The user; null for all of it, when names may belong to others now.</param>
    public void Forget(long orgId, long? userId)
    {
        lock (_keeping)
        {
            _forgotten++;
            _known.RemoveWhere(known => known.Identity.OrgId == orgId && (userId ?? known.Identity.UserId) == known.Identity.UserId);
        }
    }

    private async Task<Identity?> AskAsync(TokenNames names, CancellationToken ct)
    {
        // Always a row, which says back what was asked: of a connection that is out of step it would be somebody else's (ContextStatement).
        const string Ask = "select q.asked, i.org_id, i.user_id, i.role, i.is_linked from (select $7::text) q (asked) left join app.identify($1, $2, $3, $4, $5, $6) i on true";
        var asked = Guid.NewGuid().ToString();
        await using var command = database.CreateCommand(Ask);
        foreach (var name in new[] { names.Org, names.User, names.Issuer, names.Subject, names.Email })
        {
            command.Parameters.Add(new() { Value = name ?? (object)DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        }

        command.Parameters.Add(new() { Value = names.AtFirstSight });
        command.Parameters.Add(new() { Value = asked, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct) || reader.GetString(0) != asked)
        {
            throw OutOfStep.GiveUp(database);
        }

        return reader.IsDBNull(1) ? null
            : new(reader.GetInt64(1), reader.GetInt64(2), Enum.Parse<Role>(reader.GetString(3), ignoreCase: true), reader.GetBoolean(4));
    }
}

/// <summary>A user of an organisation, and the most the user may do.</summary>
/// <param name="OrgId">The organisation.</param>
/// <param name="UserId">The user.</param>
/// <param name="Role">The most the user may do.</param>
/// <param name="IsLinked">Whether the provider's own name for the user said so.</param>
public sealed record Identity(long OrgId, long UserId, Role Role, bool IsLinked);

/// <summary>What a verified token calls its organisation and its user. A subject that is linked counts before all other names.</summary>
/// <param name="Org">The organisation's slug or id.</param>
/// <param name="User">The user's handle or id; null when only what is linked counts.</param>
/// <param name="Issuer">The provider, as it calls itself; null for a token of our own.</param>
/// <param name="Subject">The provider's own name for the user.</param>
/// <param name="Email">An e-mail address that the provider has verified, if that may link; null for none.</param>
/// <param name="AtFirstSight">Whether a user who is not linked will be: then only one whom the provider does not know yet is found.</param>
public sealed record TokenNames(string Org, string? User, string? Issuer = null, string? Subject = null, string? Email = null,
    bool AtFirstSight = false);
