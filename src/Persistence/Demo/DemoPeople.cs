using GraphBlog.Persistence.Tenancy;
using Npgsql;

namespace GraphBlog.Persistence.Demo;

/// <summary>Adds the organisations and their users, which only the owner may do.</summary>
internal static class DemoPeople
{
    /// <summary>All organisations with all their users, since a moment of the past, or nothing. The log has its months since then.</summary>
    /// <returns>For each organisation its users by handle; null when one of the organisations is there already.</returns>
    public static async Task<IReadOnlyList<Dictionary<string, TenantContext>>?> AddAsync(
        string ownerConnectionString, IReadOnlyList<DemoOrganisation> organisations, string requestId, DateTimeOffset since, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(ownerConnectionString);
        await connection.OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (await ExistAsync(connection, organisations, ct))
        {
            return null;
        }

        var users = await InsertAsync(connection, organisations, requestId, since, ct);
        await transaction.CommitAsync(ct);
        return users;
    }

    private static async Task<bool> ExistAsync(
        NpgsqlConnection connection, IReadOnlyList<DemoOrganisation> organisations, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                new("set local role gb_owner"),
                new("lock table blog.organisations in share row exclusive mode"),      // somebody else may be seeding at this moment
                new("set local role gb_identity"),      // the owner sees no organisation but the current one
                Command(
                    "select exists (select from blog.organisations where slug = any ($1))", [organisations.Select(o => o.Slug).ToArray()]),
                new("set local role gb_owner"),
            },
        };
        return (bool)(await batch.ExecuteScalarAsync(ct))!;
    }

    private static async Task<IReadOnlyList<Dictionary<string, TenantContext>>> InsertAsync(
        NpgsqlConnection connection, IReadOnlyList<DemoOrganisation> organisations, string requestId, DateTimeOffset since, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                Command("select audit.add_month(m) from generate_series($1::timestamptz, now(), interval '1 month') m", [since]),
                Command("select app.write_at($1)", [since]),
            },
        };
        foreach (var (slug, name, people, _) in organisations)
        {
            var others = people.Skip(1).ToList();
            batch.BatchCommands.Add(Command(
                "select org_id, user_id from app.create_organisation($1, $2, $3, $4)",
                [slug, name, people[0].Handle, people[0].DisplayName]));
            batch.BatchCommands.Add(Command(
                """
                insert into blog.users (org_id, handle, display_name, role)
                select app.org(), person.* from unnest($1, $2, $3) person      -- app.org(): the organisation just created
                returning org_id, id
                """,
                [
                    others.Select(p => p.Handle).ToArray(),
                    others.Select(p => p.DisplayName).ToArray(),
                    others.Select(p => p.Role.ToString().ToUpperInvariant()).ToArray(),
                ]));
        }

        var users = new List<Dictionary<string, TenantContext>>();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.NextResultAsync(ct);
        foreach (var organisation in organisations)
        {
            var ids = new List<(long Org, long User)>();
            for (var command = 0; command < 2; command++, await reader.NextResultAsync(ct))
            {
                while (await reader.ReadAsync(ct))
                {
                    ids.Add((reader.GetInt64(0), reader.GetInt64(1)));
                }
            }

            users.Add(organisation.People.Zip(ids).ToDictionary(
                pair => pair.First.Handle, pair => TenantContext.ForSeed(pair.Second.Org, pair.Second.User, pair.First.Role, requestId)));
        }

        return users;
    }

    private static NpgsqlBatchCommand Command(string sql, object[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(values.Select(value => new NpgsqlParameter { Value = value }).ToArray());
        return command;
    }
}
