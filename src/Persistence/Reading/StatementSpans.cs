using System.Text.RegularExpressions;
using GraphBlog.Shared;
using Npgsql;

namespace GraphBlog.Persistence.Reading;

/// <summary>
/// How traces tell statements: Npgsql's own spans, named by what is read or written. Source: OpenTelemetry's semantic conventions for
/// databases, "db.query.summary". Their text has names of parameters and no values.
/// </summary>
internal static partial class StatementSpans
{
    private const int MostTexts = 512;
    private const string Nothing = "SELECT";
    private static readonly BoundedCache<string, string> s_summaries = new(MostTexts);

    public static void Configure(NpgsqlTracingOptionsBuilder tracing) => tracing
        .EnableFirstResponseEvent(false)
        .ConfigureCommandSpanNameProvider(command => Summary(command.CommandText))
        .ConfigureBatchSpanNameProvider(Summary)
        .ConfigureCommandEnrichmentCallback((span, command) => span.SetTag("db.query.summary", Summary(command.CommandText)))
        .ConfigureBatchEnrichmentCallback((span, batch) => span.SetTag("db.query.summary", Summary(batch)));

    /// <summary>Operation and table of the first statement that has one, past that which tells the tenant: SELECT blog.posts_live.</summary>
    public static string Summary(string sql) => s_summaries.GetOrAdd(sql, static (text, _) =>
    {
        var found = Target().Match(text);
        return !found.Success ? Nothing
            : $"{found.Groups["verb"].Value.Split(' ')[0].ToUpperInvariant()} {found.Groups["target"].Value.Replace("\"", "", StringComparison.Ordinal)}";
    }, 0);

    private static string Summary(NpgsqlBatch batch) => batch.BatchCommands
        .Select<NpgsqlBatchCommand, string>(command => Summary(command.CommandText)).FirstOrDefault(summary => summary != Nothing, Nothing);

    // A statement has no semicolon in it, and what is read or written is named with its schema.
    [GeneratedRegex(
        """
        \b(?: (?<verb>insert\sinto|update|delete\sfrom)\s+(?<target>"?[a-z_]+"?\."?[a-z_]+"?)
             | (?<verb>select)\b[^;]*?\bfrom\s+(?<target>"?[a-z_]+"?\."?[a-z_]+"?))
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Target();
}
