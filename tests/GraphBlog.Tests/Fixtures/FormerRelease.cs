using System.Text.RegularExpressions;
using GraphBlog.Persistence.Backup;
using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>The database that the last release left behind (Releases), restored once; each test gets a copy.</summary>
public sealed partial class FormerRelease : IAsyncLifetime
{
    private const string Dump = "tests/GraphBlog.Tests/Releases/2026-11-26.sql";
    private readonly List<string> _names = [];

    public PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await PostgresServer.SharedAsync();
        var restored = Name();
        await PostgresServer.ExecuteAsync(Server.Owner("postgres"), $"create database {restored}");
        await PostgresServer.ExecuteAsync($"{Server.Owner(restored)};Pooling=false", ForAnyVersion(SourceTree.Read(Dump)));
        // A key counts for a day, and the dump grows older than that.
        await PostgresServer.ExecuteAsync($"{Server.Owner(restored)};Pooling=false", "update app.idempotency_keys set used_at = now()");
    }

    public async Task DisposeAsync()
    {
        foreach (var name in _names)
        {
            await Server.DropAsync(name);
        }
    }

    /// <summary>A database of the last release, under a name of its own.</summary>
    public async Task<string> CopyAsync()
    {
        var name = Name();
        await PostgresServer.ExecuteAsync(Server.Owner("postgres"), $"create database {name} template {_names[0]} strategy file_copy");
        return name;
    }

    /// <summary>A database that this program has made.</summary>
    public async Task<string> FreshAsync()
    {
        _names.Add(await Server.CloneAsync());
        return _names[^1];
    }

    /// <summary>What pg_dump says of it without its rows, object by object, but for the months of the log, which depend on the day.</summary>
    public async Task<IReadOnlyList<string>> SchemaAsync(string name)
    {
        var lines = new List<string>();
        await foreach (var line in ClientPrograms.Find(Server.Owner(name)).LinesAsync("pg_dump", ["--schema-only"], CancellationToken.None))
        {
            lines.Add(line);
        }

        var objects = string.Join('\n', lines.Where(line => !line.StartsWith('\\'))).Split("\n--\n-- Name: ");
        return [.. objects.Where(text => !System.Text.RegularExpressions.Regex.IsMatch(text, "audit_log_[0-9]{6}"))];
    }

    /// <summary>The first value of a statement of the superuser.</summary>
    public async Task<object?> ScalarAsync(string name, string sql)
    {
        await using var connection = new NpgsqlConnection($"{Server.Owner(name)};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>
    /// The dump was made by PostgreSQL 15. From 17 on a month's ids are generated as the log's are, and functions are gone of which it takes rights
    /// away, as `migrate` does again (docs/deployment.md, "Versions of PostgreSQL").
    /// </summary>
    private static string ForAnyVersion(string dump) => GoneFunction().Replace(Month().Replace(dump, " OVERRIDING SYSTEM VALUE "), "");

    [GeneratedRegex(@"(?<=^INSERT INTO audit\.audit_log_\d{6}) (?=VALUES)", RegexOptions.Multiline)]
    private static partial Regex Month();

    [GeneratedRegex(@"^(REVOKE|GRANT) .* FUNCTION pg_catalog\.pg_stat_get_(bgwriter|buf|checkpoint)_\w+\(\) .*;", RegexOptions.Multiline)]
    private static partial Regex GoneFunction();

    private string Name()
    {
        _names.Add($"release_{Guid.NewGuid():N}");
        return _names[^1];
    }
}
