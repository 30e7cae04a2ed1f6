using GraphBlog.Persistence;
using GraphBlog.Persistence.Demo;
using GraphBlog.Tests.Fixtures;
using Npgsql;

namespace GraphBlog.Tests.Demo;

/// <summary>A database that nobody but the demo has written to.</summary>
public sealed class SeededDatabase : IAsyncLifetime
{
    private readonly string _name = $"demo_{Guid.NewGuid():N}";
    private PostgresServer _server = null!;

    public string Owner => _server.Owner(_name);

    public string App => _server.App(_name);

    /// <summary>What the first seeding answered.</summary>
    public bool WasSeeded { get; private set; }

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync();
        await BlogMigrations.MigrateAsync(Owner, PostgresServer.AppPassword, CancellationToken.None);
        WasSeeded = await DemoBlog.SeedAsync(Owner, CancellationToken.None);
    }

    public async Task DisposeAsync() => await _server.DropAsync(_name);

    /// <summary>The first column of every row, as the superuser sees it.</summary>
    public Task<List<object?>> AskOwnerAsync(string sql) => AskAsync(Owner, sql);

    /// <summary>The first column of every row, as the serving role sees it when it works for an organisation.</summary>
    public Task<List<object?>> AskAppAsync(string organisation, string sql) => AskAsync(App, $"""
        select set_config('app.current_org_id', org_id::text, true), set_config('app.current_role', 'ADMIN', true)
          from unnest(array['ada', 'margaret']) admin, app.identify('{organisation}', admin)
        """, sql);

    /// <summary>The first column of every row of the last statement; all run in one transaction.</summary>
    public static async Task<List<object?>> AskAsync(string connectionString, params string[] statements)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var values = new List<object?>();
        foreach (var sql in statements)
        {
            values.Clear();
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                values.Add(reader.IsDBNull(0) ? null : reader.GetValue(0));
            }
        }

        return values;
    }
}
