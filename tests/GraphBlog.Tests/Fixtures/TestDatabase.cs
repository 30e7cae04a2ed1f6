using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>A migrated database with the two organisations, for one test class. Statements run as the application role unless said otherwise.</summary>
public sealed class TestDatabase : IAsyncLifetime
{
    public const long Acme = 1, Ada = 1, Grace = 2, Linus = 3, Guest = 4;
    public const long Globex = 2, Margaret = 5, Dennis = 6, Ken = 7;
    private PostgresServer _server = null!;
    private string _name = null!;

    /// <summary>The superuser: for arranging, and for asking what is really there. Row-level security does not bind it.</summary>
    public string Owner => _server.Owner(_name);

    /// <summary>The role that serves requests.</summary>
    public string App => _server.App(_name);

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.SharedAsync();
        _name = await _server.CloneAsync();
    }

    public async Task DisposeAsync() => await _server.DropAsync(_name);

    /// <summary>Opens a connection as the application role, with a transaction in which the context is set; null leaves a setting out.</summary>
    public async Task<TenantSession> EnterAsync(long? org, long? user, string requestId = "test")
    {
        var connection = new NpgsqlConnection(App);
        await connection.OpenAsync();
        var session = new TenantSession(connection, await connection.BeginTransactionAsync());
        if (org is not null)
        {
            await session.ScalarAsync($"select set_config('app.current_org_id', '{org}', true)");
        }

        if (user is not null)
        {
            await session.ScalarAsync($"select set_config('app.current_user_id', '{user}', true)");
        }

        await session.ScalarAsync($"select set_config('app.request_id', '{requestId}', true)");
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

    /// <summary>Adds a post as its author through the application role and answers its id.</summary>
    public async Task<long> AddPostAsync(long org, long author, string title, string? slug = null)
    {
        await using var session = await EnterAsync(org, author);
        var id = (long)(await session.ScalarAsync(
            $"insert into blog.posts_all (org_id, author_id, title, slug, body) values ({org}, {author}, '{title}', '{slug ?? $"post-{Guid.NewGuid():N}"}', 'Text') returning id"))!;
        await session.CommitAsync();
        return id;
    }
}

/// <summary>One transaction of the application role.</summary>
public sealed class TenantSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    /// <summary>The statement's first value; null for none, and for SQL's null.</summary>
    public async Task<object?> ScalarAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    /// <summary>The number of rows the statement touched.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The SQLSTATE the statement fails with; the transaction goes on as if it had not been sent.</summary>
    public async Task<string> RefusalAsync(string sql)
    {
        await transaction.SaveAsync("refusal");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(sql));
        await transaction.RollbackAsync("refusal");
        return refused.SqlState;
    }

    public Task CommitAsync() => transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
