using System.Collections.Concurrent;
using GraphBlog.Persistence.Users;
using Npgsql;

namespace GraphBlog.Persistence.Tenancy;

/// <summary>
/// Turns the names in a verified token into ids. This is the only statement that is sent without a tenant, since it is what
/// finds the tenant; its database function answers ids and nothing else. Who somebody is is kept for a minute: that long a role that
/// another server has changed still counts here. A change of this server's counts at once, see <see cref="Forget"/>.
/// </summary>
public sealed class IdentityDirectory(NpgsqlDataSource database, TimeProvider clock)
{
    private static readonly TimeSpan s_keep = TimeSpan.FromMinutes(1);
    private const int Capacity = 10_000;
    private readonly ConcurrentDictionary<(string Org, string User), (Identity Identity, DateTimeOffset Until)> _known = new();
    private readonly Lock _keeping = new();
    private int _forgotten;

    /// <summary>The user of that organisation; null when there is none. Both may be given by id or by name.</summary>
    public async ValueTask<Identity?> FindAsync(string org, string user, CancellationToken ct)
    {
        if (org.Contains('\0') || user.Contains('\0'))
        {
            return null;      // PostgreSQL has no such text
        }

        if (_known.TryGetValue((org, user), out var known) && known.Until > clock.GetUtcNow())
        {
            return known.Identity;
        }

        var forgotten = Volatile.Read(ref _forgotten);
        if (await AskAsync(org, user, ct) is not { } identity)
        {
            return null;      // not kept: somebody of that name may be added any moment
        }

        lock (_keeping)
        {
            if (_known.Count >= Capacity)
            {
                _known.Clear();      // only a flood of names gets here; asking again is cheap
            }

            if (_forgotten == forgotten)      // else this may be how it was before
            {
                _known[(org, user)] = (identity, clock.GetUtcNow() + s_keep);
            }
        }

        return identity;
    }

    /// <summary>Forgets a user whose role may have changed; whoever is asking for them at this moment does not keep the answer.</summary>
    public void Forget(long orgId, long userId)
    {
        lock (_keeping)
        {
            _forgotten++;
            foreach (var (name, known) in _known)
            {
                if (known.Identity.OrgId == orgId && known.Identity.UserId == userId)
                {
                    _known.TryRemove(name, out _);
                }
            }
        }
    }

    private async Task<Identity?> AskAsync(string org, string user, CancellationToken ct)
    {
        await using var command = database.CreateCommand("select org_id, user_id, role from app.identify($1, $2)");
        command.Parameters.Add(new() { Value = org });
        command.Parameters.Add(new() { Value = user });
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new(reader.GetInt64(0), reader.GetInt64(1), Enum.Parse<Role>(reader.GetString(2), ignoreCase: true))
            : null;
    }
}

/// <summary>A user of an organisation, and the most the user may do.</summary>
public sealed record Identity(long OrgId, long UserId, Role Role);
