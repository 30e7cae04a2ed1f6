using GraphBlog.Persistence.Users;
using GraphBlog.Persistence.Versions;
using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>One transaction of the application role.</summary>
public sealed class TenantSession(NpgsqlConnection connection, NpgsqlTransaction transaction) : IAsyncDisposable
{
    /// <summary>The statement's first value; null for none, and for SQL's null.</summary>
    public async Task<object?> ScalarAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return await command.ExecuteScalarAsync() is { } value and not DBNull ? value : null;
    }

    /// <summary>The first value of each statement, all in one round trip.</summary>
    public async Task<IReadOnlyList<object?>> ScalarsAsync(IReadOnlyList<string> statements)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        foreach (var statement in statements)
        {
            batch.BatchCommands.Add(new(statement));
        }

        await using var reader = await batch.ExecuteReaderAsync();
        var values = new List<object?>();
        do
        {
            values.Add(await reader.ReadAsync() && !reader.IsDBNull(0) ? reader.GetValue(0) : null);
        }
        while (await reader.NextResultAsync());
        return values;
    }

    /// <summary>The number of rows the statement touched.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        return await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of every row.</summary>
    public async Task<IReadOnlyList<T>> ColumnAsync<T>(string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        await using var reader = await command.ExecuteReaderAsync();
        var values = new List<T>();
        while (await reader.ReadAsync())
        {
            values.Add(await reader.GetFieldValueAsync<T>(0));
        }

        return values;
    }

    /// <summary>The error the statement fails with, null when it runs; after an error the transaction goes on without it.</summary>
    public async Task<PostgresException?> ErrorAsync(string sql)
    {
        await transaction.SaveAsync("refusal");
        try
        {
            await ExecuteAsync(sql);
            return null;
        }
        catch (PostgresException e)
        {
            await transaction.RollbackAsync("refusal");
            return e;
        }
    }

    /// <summary>The SQLSTATE of <see cref="ErrorAsync"/>.</summary>
    public async Task<string?> RefusalAsync(string sql) => (await ErrorAsync(sql))?.SqlState;

    /// <summary>What app.lint() finds in the database as this transaction sees it, as "problem: object".</summary>
    public Task<IReadOnlyList<string>> LintAsync() => ColumnAsync<string>("select problem || ': ' || object from app.lint()");

    /// <summary>The same without the comparison with the seal.</summary>
    public Task<IReadOnlyList<string>> LintRulesAsync() => ColumnAsync<string>("select problem || ': ' || object from app.lint_rules()");

    /// <summary>What differs from the seal, asked in this program's words.</summary>
    public Task<IReadOnlyList<string>> UnsealedAsync() => Seal.DifferencesAsync(connection, CancellationToken.None);

    /// <summary>Sets who is asking, for this transaction.</summary>
    public async Task SetContextAsync(long? org, long? user, string requestId, Role? role = Role.Admin)
    {
        foreach (var (name, value) in new[] { ("org_id", $"{org}"), ("user_id", $"{user}"),
            ("role", $"{role}".ToUpperInvariant()) }.Where(setting => setting.Item2 != ""))
        {
            await ScalarAsync($"select set_config('app.current_{name}', '{value}', true)");
        }

        await ScalarAsync($"select set_config('app.request_id', '{requestId}', true)");
    }

    public Task CommitAsync() => transaction.CommitAsync();

    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }
}
