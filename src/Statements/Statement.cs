using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace GraphBlog.Statements;

/// <summary>
/// One statement of SQL, made once and sent often. Its parameters are $1, $2, ..., so that nobody has to look for them in the text: PostgreSQL
/// takes it as it is (manual, section 55.2.3 "Extended Query").
/// </summary>
/// <param name="sql">The text; one statement.</param>
/// <param name="parameters">Of $1, $2, ...: which of the values it has, and how that is sent.</param>
public sealed class Statement(string sql, IReadOnlyList<(int Index, RelationalTypeMapping Mapping)> parameters)
{
    private static readonly NpgsqlCommand s_maker = new();

    /// <summary>The text.</summary>
    public string Sql => sql;

    /// <summary>The statement with values, as part of what is sent in one round trip.</summary>
    public NpgsqlBatchCommand With(object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (index, mapping) in parameters)
        {
            command.Parameters.Add((NpgsqlParameter)mapping.CreateParameter(s_maker, "", values[index]));
        }

        return command;
    }
}
