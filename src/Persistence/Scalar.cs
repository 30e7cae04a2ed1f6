using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>Single statements of the owner, outside EF.</summary>
internal static class Scalar
{
    /// <summary>The statement's first value, its parameters being $1, $2, ...; null for none and for SQL's null.</summary>
    public static async Task<object?> ScalarAsync(this NpgsqlConnection connection, string sql, CancellationToken ct, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        return await command.ExecuteScalarAsync(ct) is { } answer and not DBNull ? answer : null;
    }
}
