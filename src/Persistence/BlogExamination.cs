using GraphBlog.Persistence.Versions;
using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>One question that was put to a database, and what is wrong; nothing is what it should be.</summary>
/// <param name="Question">What was asked.</param>
/// <param name="Problems">What is wrong.</param>
/// <param name="IsWarning">Whether it breaks no promise, however wrong it is.</param>
public sealed record Finding(string Question, IReadOnlyList<string> Problems, bool IsWarning = false);

/// <summary>Whether a database keeps its promises: asked of the data itself, not of the settings alone. Changes nothing.</summary>
public static class BlogExamination
{
    /// <summary>
    /// Runs the rules, compares with the seal, proves that every history is complete and contradicts neither itself nor its record, and has
    /// each organisation attack the next.
    /// </summary>
    /// <param name="owner">A connection that may act as the roles of this database.</param>
    /// <param name="serving">The connection of the serving role, or of a superuser who takes its place, since an attack by anybody else proves
    /// nothing.</param>
    /// <param name="ct">Cancels it.</param>
    public static async IAsyncEnumerable<Finding> ExamineAsync(
        string owner, string serving, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        // it reads everything there is, which takes as long as it takes
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(owner) { CommandTimeout = 0 }.ConnectionString);
        await connection.OpenAsync(ct);
        yield return new("The rules of the database hold", await ColumnAsync(connection,
            "select problem || ': ' || object from app.lint_rules()", ct));
        await using (await connection.BeginTransactionAsync(ct))
        {
            yield return new("Everything that carries a rule is as `migrate` sealed it", await Seal.DifferencesAsync(connection, ct));
        }

        yield return new(
            "Somebody looks after the database",
            await ColumnAsync(connection, "select problem || ': ' || object from app.warnings()", ct),
            IsWarning: true);
        await connection.ScalarAsync("set role gb_identity", ct);      // the only role that sees who exists
        var organisations = (long[])(await connection.ScalarAsync(
            "select coalesce(array_agg(org_id order by org_id), '{}') from blog.organisations", ct))!;
        await connection.ScalarAsync("set role gb_owner", ct);
        foreach (var organisation in organisations)
        {
            yield return new($"The history of organisation {organisation} is complete", await ColumnAsync(
                connection, "select record_type || ' ' || record_id || ': ' || problem from audit.incomplete($1)", ct, organisation));
            yield return new($"The records of organisation {organisation} are what their history says", await ColumnAsync(
                connection, "select record_type || ' ' || record_id || ': ' || problem from audit.contradictions($1)", ct, organisation));
        }

        await connection.ScalarAsync("reset role", ct);
        for (var i = 0; i < organisations.Length && organisations.Length > 1; i++)
        {
            var (attacker, victim) = (organisations[i], organisations[(i + 1) % organisations.Length]);
            yield return new($"Organisation {attacker} gets nowhere with organisation {victim}", await AttackAsync(serving, attacker, victim, ct));
        }
    }

    private static async Task<IReadOnlyList<string>> AttackAsync(string serving, long attacker, long victim, CancellationToken ct)
    {
        await using var connection = new NpgsqlConnection(serving);
        await connection.OpenAsync(ct);
        await connection.ScalarAsync($"set session authorization {BlogMigrations.AppRole}", ct);      // a superuser may attack in its name
        await using var transaction = await connection.BeginTransactionAsync(ct);      // never committed
        return await ColumnAsync(
            connection,
            """
            select attack from app.attack($1, $2) where not held
            union all select attack from app.attack_clock($1) where held is not true
            union all select attack from app.attack_drafts($1) where not held
            union all select attack from app.attack_roles($1) where not held
            """,
            ct,
            attacker,
            victim);
    }

    private static async Task<IReadOnlyList<string>> ColumnAsync(NpgsqlConnection connection, string sql, CancellationToken ct,
        params object[] values)
        => (string[])(await connection.ScalarAsync($"select coalesce(array_agg(line), '{{}}') from ({sql}) found (line)", ct, values))!;
}
