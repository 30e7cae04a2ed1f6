using System.Data.Common;
using System.Globalization;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;
using Npgsql;
using NpgsqlTypes;

namespace GraphBlog.Persistence.Tenancy;

/// <summary>
/// The only place that tells the database who is asking: one SELECT of <c>set_config(name, value, true)</c> in front of the first statement
/// of each transaction. Both travel under one Sync, which PostgreSQL runs as one implicit transaction when none is open (manual, section
/// 55.2.3 "Extended Query"), so a single read costs one round trip. Nothing is ever set for the session: that would outlive the request in
/// the connection pool.
/// </summary>
internal static class ContextStatement
{
    private const string DraftsAlone = "write:drafts";

    private const string ReadOnly = "set_config('transaction_read_only', 'on', true)";

    private static readonly string[] s_roles = [.. Enum.GetNames<Role>().Select(role => role.ToUpperInvariant())];

    private static readonly string[] s_always
        = ["app.current_org_id", "app.current_user_id", "app.current_role", "app.request_id", "app.trace_id"];

    /// <summary>Who acts, when it is not a person for themselves with all their rights; nothing said is that.</summary>
    private static readonly string[] s_program = ["app.actor_kind", "app.on_behalf_of", "app.scope"];

    private static readonly string[] s_texts = [.. Enumerable.Range(0, 8).Select(with => Text((With)with))];
    private static readonly string[] s_named = [.. s_texts.Select(text => text.Replace("$", "@c", StringComparison.Ordinal))];

    [Flags]
    private enum With
    {
        Nothing = 0,
        Program = 1,
        ReadOnly = 2,
        Reverting = 4,
    }

    /// <summary>The statement, for what is sent past EF.</summary>
    public static NpgsqlBatchCommand Of(BlogDbContext db)
    {
        var (with, values) = Values(db);
        var command = new NpgsqlBatchCommand(s_texts[(int)with]);
        values.ForEach(value => command.Parameters.Add(new NpgsqlParameter<string> { NpgsqlDbType = NpgsqlDbType.Text, TypedValue = value }));
        return command;
    }

    /// <summary>Puts it in front of a command of EF's, whose parameters have names.</summary>
    public static void PutInFront(DbCommand command, BlogDbContext db)
    {
        var (with, values) = Values(db);
        command.CommandText = $"{s_named[(int)with]};\n{command.CommandText}";
        for (var i = 0; i < values.Count; i++)
        {
            command.Parameters.Add(new NpgsqlParameter<string>($"c{i + 1}", NpgsqlDbType.Text) { TypedValue = values[i] });
        }
    }

    /// <summary>
    /// Reads past its row, in which the database says back for whom it answers. Were a connection ever out of step, what is read from it would be
    /// the answer to somebody else's question: nothing of it is used, and no connection of now is used again.
    /// </summary>
    public static async Task PassAsync(DbDataReader result, BlogDbContext db, NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            if (!await result.ReadAsync(ct) || result.GetString(0) != Id(db.Tenant.OrgId) || result.GetString(3) != (db.Tenant.RequestId ?? ""))
            {
                throw OutOfStep.GiveUp(connection);
            }

            await result.NextResultAsync(ct);
        }
        catch
        {
            db.IsCut = true;
            await result.DisposeAsync();      // else the rollback that follows finds a command in progress
            throw;
        }

        db.ContextWasSet();
    }

    private static (With With, List<string> Values) Values(BlogDbContext db)
    {
        var (tenant, with) = (db.Tenant, db.IsSnapshot ? With.ReadOnly : With.Nothing);
        List<string> values = [Id(tenant.OrgId), Id(tenant.UserId), s_roles[(int)tenant.Role], tenant.RequestId ?? "", tenant.TraceId ?? ""];
        if (tenant is not { Kind: ActorKind.User, OnBehalfOf: null, MayPublish: true })
        {
            with |= With.Program;
            values.AddRange(
                [tenant.Kind.ToString().ToUpperInvariant(), tenant.OnBehalfOf is { } person ? Id(person) : "", tenant.MayPublish ? "" : DraftsAlone]);
        }

        if (db.RevertsTo is { } version)
        {
            with |= With.Reverting;
            values.Add(Id(version));
        }

        return (with, values);
    }

    private static string Text(With with)
    {
        string[] names = [.. s_always, .. Where(With.Program, s_program), .. Where(With.Reverting, ["app.reverts_to"])];
        var settings = names.Select((name, i) => $"set_config('{name}', ${i + 1}, true)");
        return $"select {string.Join(", ", with.HasFlag(With.ReadOnly) ? settings.Append(ReadOnly) : settings)}";

        string[] Where(With what, string[] itsNames) => with.HasFlag(what) ? itsNames : [];
    }

    private static string Id(long id) => id.ToString(CultureInfo.InvariantCulture);
}
