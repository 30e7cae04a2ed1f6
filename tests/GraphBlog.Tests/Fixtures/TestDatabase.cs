using GraphBlog.Persistence;
using GraphBlog.Persistence.Upkeep;
using GraphBlog.Persistence.Users;
using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>
/// A migrated database with the two organisations, for one test class. Statements run as the application role unless said otherwise.
/// </summary>
public sealed class TestDatabase : IAsyncLifetime
{
    public const long Acme = 1, Ada = 1, Grace = 2, Linus = 3, Guest = 4;
    public const long Globex = 2, Margaret = 5, Dennis = 6, Ken = 7;
    private PostgresServer _server = null!;
    private string _name = null!;
    private (string Owner, string App)? _elsewhere;

    /// <summary>The superuser: for arranging, and for asking what is really there. Row-level security does not bind it.</summary>
    public string Owner => _elsewhere?.Owner ?? _server.Owner(_name);

    /// <summary>The role that serves requests.</summary>
    public string App => _elsewhere?.App ?? _server.App(_name);

    /// <summary>A database that somebody else made, on whatever server, and drops.</summary>
    public static TestDatabase At(string owner, string app) => new() { _elsewhere = (owner, app) };

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync();
        _name = await _server.CloneAsync();
    }

    public async Task DisposeAsync() => await _server.DropAsync(_name);

    /// <summary>
    /// Begins a transaction of the application role, in the API's role ADMIN unless said, in which the context is set; null leaves a
    /// setting out.
    /// </summary>
    public async Task<TenantSession> EnterAsync(long? org, long? user, string requestId = "test", Role? role = Role.Admin)
    {
        var session = await BeginAsync($"{App};Include Error Detail=true");
        await session.SetContextAsync(org, user, requestId, role);
        return session;
    }

    /// <summary>
    /// The same for any role, in a transaction of the superuser that first takes a mend out (<paramref name="without"/>, SQL). It is
    /// rolled back, so the database is whole again afterwards.
    /// </summary>
    public async Task<TenantSession> EnterAsAsync(string role, long? org, long? user, string? without = null)
    {
        var session = await BeginAsync(Owner);
        await session.ExecuteAsync($"{without ?? "select 1"}; set local session authorization {role}");
        await session.SetContextAsync(org, user, "test", Role.Admin);
        return session;
    }

    /// <summary>Runs one statement as the superuser and answers its first value.</summary>
    public async Task<object?> OwnerScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>All rows of a query of the superuser's.</summary>
    public async Task<List<object[]>> OwnerRowsAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<object[]>();
        while (await reader.ReadAsync())
        {
            rows.Add(new object[reader.FieldCount]);
            reader.GetValues(rows[^1]);
        }

        return rows;
    }

    /// <summary>Runs SQL as the superuser with all triggers off: for making rows older than they are.</summary>
    public Task ForgeAsync(string sql) =>
        PostgresServer.ExecuteAsync(Owner, $"begin; set local session_replication_role = replica; {sql}; commit");

    /// <summary>What `maintain` does.</summary>
    public async Task<UpkeepReport> UpkeepAsync(TimeSpan? patience = null, LogArchive? archive = null)
    {
        await using var owner = NpgsqlDataSource.Create(Owner);
        return (await new BlogUpkeep(owner, archive, patience ?? TimeSpan.FromSeconds(20)).RunAsync(TimeSpan.Zero, CancellationToken.None))!;
    }

    /// <summary>What `doctor` finds.</summary>
    public async Task<List<Persistence.Finding>> ExamineAsync()
    {
        var findings = new List<Persistence.Finding>();
        await foreach (var finding in BlogExamination.ExamineAsync(Owner, App, CancellationToken.None))
        {
            findings.Add(finding);
        }

        return findings;
    }

    /// <summary>The INSERT of a post.</summary>
    public static string InsertPost(long org, long author, string slug, string title = "x") =>
        $"insert into blog.posts_all (org_id, author_id, title, slug, body) values ({org}, {author}, '{title}', '{slug}', 'Text')";

    /// <summary>What follows FROM for the audit entries of a post.</summary>
    public static string EntriesOf(long post) => $"audit.audit_log where table_name = 'posts' and record_id = {post}";

    /// <summary>Moves a post to the trash as its author and answers its version there.</summary>
    public async Task<int> TrashAsync(long org, long user, long post)
    {
        await using var session = await EnterAsync(org, user);
        var version = await session.ScalarAsync($"update blog.posts_all set deleted_at = now() where id = {post} returning version");
        await session.CommitAsync();
        return (int)version!;
    }

    /// <summary>Adds a post as its author through the application role and answers its id.</summary>
    public async Task<long> AddPostAsync(long org, long author, string title, string? slug = null)
    {
        await using var session = await EnterAsync(org, author);
        var id = (long)(await session.ScalarAsync($"{InsertPost(org, author, slug ?? $"post-{Guid.NewGuid():N}", title)} returning id"))!;
        await session.CommitAsync();
        return id;
    }

    /// <summary>The INSERT of a comment.</summary>
    public static string InsertComment(long org, long author, long post, string body = "x") =>
        $"insert into blog.comments_all (org_id, author_id, post_id, body) values ({org}, {author}, {post}, '{body}')";

    /// <summary>Adds a comment as its author through the application role and answers its id.</summary>
    public async Task<long> AddCommentAsync(long org, long author, long post, string body = "x")
    {
        await using var session = await EnterAsync(org, author);
        var id = (long)(await session.ScalarAsync($"{InsertComment(org, author, post, body)} returning id"))!;
        await session.CommitAsync();
        return id;
    }

    private static async Task<TenantSession> BeginAsync(string connectionString)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        return new(connection, await connection.BeginTransactionAsync());
    }
}
