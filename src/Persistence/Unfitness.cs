namespace GraphBlog.Persistence;

/// <summary>Why a server, or the database behind it, is not fit to serve, or will not be if nobody sees to it.</summary>
/// <param name="Code">One of the codes here, for anybody: it tells what kind of thing is wrong, and nothing of the database.</param>
/// <param name="Sentence">What is wrong and what to do about it, for who looks after the server.</param>
public sealed record Unfitness(string Code, string Sentence)
{
    public const string Unreachable = "DATABASE_UNREACHABLE";
    public const string Silent = "DATABASE_SILENT";
    public const string WrongRole = "WRONG_ROLE";
    public const string Pooler = "POOLER";
    public const string Upgrading = "UPGRADING";
    public const string Outdated = "OUTDATED";
    public const string NotMigrated = "NOT_MIGRATED";
    public const string RuleBroken = "RULE_BROKEN";
    public const string SealBroken = "SEAL_BROKEN";
    public const string FewMonthsAhead = "FEW_MONTHS_AHEAD";
    public const string MaintenanceOverdue = "MAINTENANCE_OVERDUE";
    public const string RetentionUnset = "RETENTION_UNSET";
    public const string EntriesWithoutMonth = "ENTRIES_WITHOUT_MONTH";
    public const string ProviderUnreachable = "PROVIDER_UNREACHABLE";
}
