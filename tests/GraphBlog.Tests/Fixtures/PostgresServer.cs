using GraphBlog.EmbeddedPostgres;
using GraphBlog.Persistence;
using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>One private PostgreSQL for the whole test run, with one migrated template that every test class clones.</summary>
public sealed class PostgresServer
{
    public const string AppPassword = "app-password-of-the-tests";
    private const string Template = "template_blog";
    private static readonly Lazy<Task<PostgresServer>> s_shared = new(StartAsync);
    private static readonly SemaphoreSlim s_cloning = new(1);
    private readonly EmbeddedServer _server;

    private PostgresServer(EmbeddedServer server) => _server = server;

    public static Task<PostgresServer> SharedAsync() => s_shared.Value;

    public string Owner(string database) => _server.OwnerConnectionString(database);

    public string App(string database) => _server.ConnectionString(database, BlogMigrations.AppRole, AppPassword);

    /// <summary>A database of its own for one test class: the template's files are copied, not its privileges.</summary>
    public async Task<string> CloneAsync()
    {
        var name = $"test_{Guid.NewGuid():N}";
        await s_cloning.WaitAsync();
        try
        {
            await ExecuteAsync(Owner("postgres"), $"create database {name} template {Template} strategy file_copy");
            await ExecuteAsync(Owner(name), "select app.seal_database(), app.begin_epoch()");
        }
        finally
        {
            s_cloning.Release();
        }

        return name;
    }

    public async Task DropAsync(string name) => await ExecuteAsync(Owner("postgres"), $"drop database if exists {name} with (force)");

    public static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 180 };      // some load 100,000 rows beside other tests
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<PostgresServer> StartAsync()
    {
        var home = Directory.CreateTempSubdirectory("graphblog-tests-").FullName;
        var embedded = await EmbeddedServer.StartAsync(
            new() { Home = home, Durable = false, Settings = new Dictionary<string, string> { ["max_connections"] = "300" } },
                CancellationToken.None);
        TestRun.AtEnd(embedded.DisposeAsync);
        var server = new PostgresServer(embedded);
        await BlogMigrations.MigrateAsync(server.Owner(Template), AppPassword, CancellationToken.None);
        await ExecuteAsync(server.Owner(Template), TwoOrganisations);
        NpgsqlConnection.ClearAllPools();      // a template with a connection cannot be cloned
        return server;
    }

    // The people of the demo, in its order: acme is organisation 1 with users 1 to 4, globex is 2 with users 5 to 7.
    internal const string TwoOrganisations = """
        select app.create_organisation('acme', 'Acme Press', 'ada', 'Ada Lovelace');
        insert into blog.users (org_id, handle, display_name, role) values
          (1, 'grace', 'Grace Hopper', 'EDITOR'), (1, 'linus', 'Linus Pauling', 'AUTHOR'), (1, 'guest', 'Guest', 'READER');
        select app.create_organisation('globex', 'Globex Journal', 'margaret', 'Margaret Hamilton');
        insert into blog.users (org_id, handle, display_name, role) values
          (2, 'dennis', 'Dennis Ritchie', 'EDITOR'), (2, 'ken', 'Ken Thompson', 'AUTHOR');
        """;
}
