using Npgsql;

namespace GraphBlog.Persistence.Versions;

/// <summary>What a database is, compared with what it was when `migrate` sealed it (Sql/Code/1760_seal.sql).</summary>
internal static class Seal
{
    // The words of app.lint_seal() as this program has them, since somebody may have replaced what the database has under that name.
    private static readonly string s_question = BodyOf("1760_seal.sql", "app.lint_seal()")
        .Replace("app.fingerprint()", $"({BodyOf("1750_fingerprint.sql", "app.fingerprint()")}) fingerprint");

    // The settings of those two functions, for as long as it is asked.
    private static readonly string s_sql = $$"""
        savepoint asking;
        set local search_path = pg_catalog, pg_temp; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
        set local quote_all_identifiers = off; set local jit = off;
        select coalesce(array_agg(problem || ': ' || object order by problem, object), '{}') from ({{s_question}}) lint (problem, object);
        rollback to savepoint asking; release savepoint asking
        """;

    /// <summary>Each object that differs, with what it was and what it is; empty when none does. Any role of this database may ask.</summary>
    /// <param name="connection">A connection in a transaction, which is left as it was.</param>
    /// <param name="ct">Cancels it.</param>
    public static async Task<IReadOnlyList<string>> DifferencesAsync(NpgsqlConnection connection, CancellationToken ct)
        => (string[])(await connection.ScalarAsync(s_sql, ct))!;

    /// <summary>What the database's own words find, which may be those of another release, as its seal is; empty when it was never sealed.</summary>
    /// <inheritdoc cref="DifferencesAsync" path="/param"/>
    public static async Task<IReadOnlyList<string>> FormerDifferencesAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        const string Question = "select coalesce(array_agg(problem || ': ' || object order by problem, object), '{}') from app.lint_seal()";
        var wasSealed = await connection.ScalarAsync("select to_regprocedure('app.lint_seal()') is not null", ct) is true;
        return wasSealed ? (string[])(await connection.ScalarAsync(Question, ct))! : [];
    }

    private static string BodyOf(string file, string function)
    {
        var text = SqlFile.Read($"Code/{file}").Text;
        var begin = text.IndexOf("$$", text.IndexOf($"function {function}", StringComparison.Ordinal), StringComparison.Ordinal) + 2;
        return text[begin..text.IndexOf("$$;", begin, StringComparison.Ordinal)].Trim().TrimEnd(';');
    }
}
