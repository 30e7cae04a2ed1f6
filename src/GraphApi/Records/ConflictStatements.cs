using System.Linq.Expressions;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Reads;
using GraphBlog.Engine.Projections;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;
using GraphBlog.Statements;

namespace GraphBlog.GraphApi.Records;

/// <summary>
/// What is read of the log to explain a conflict. Each statement is made once for each set of columns, and sent along with the record's.
/// </summary>
internal static class ConflictStatements
{
    /// <summary>The data of entries that one conflict may tell, in bytes; a larger one is told alone.</summary>
    private const long MostBytes = 4 * 1024 * 1024;

    private static readonly ReadStatements<BlogDbContext, AuditEntry> s_first = new(
        (BlogDbContext blog, string type, long id, int version, int most) => blog.EntriesSince(type, id, version).Take(most));

    private static readonly ReadStatements<BlogDbContext, AuditEntry> s_within = new(
        (BlogDbContext blog, string type, long id, int version, int most, long bytes) => blog.EntriesWithin(type, id, version, most, bytes));

    private static readonly ReadStatements<BlogDbContext, AuditEntry> s_folded = new(
        (BlogDbContext blog, string type, long id, int version, string columns) => blog.FoldedSince(type, id, version, columns));

    private static readonly Expression<Func<BlogDbContext, string, long, int, IQueryable<int>>> s_count
        = (blog, type, id, version) => blog.CountSince(type, id, version);

    private static readonly QueryContext<AuditEntry> s_foldedColumns = QueryContext<AuditEntry>.OfColumns(FoldedColumns());
    private static Statement? s_countStatement;

    /// <summary>The first entries since, their data bounded where it is asked for.</summary>
    public static Companion Changes(
        BlogDbContext blog, string recordType, long id, int version, int most, QueryContext<AuditEntry> columns, Action<List<AuditEntry>> take)
        => (columns.Properties!.Any(property => property is nameof(AuditEntry.OldData) or nameof(AuditEntry.NewData))
            ? s_within.Of(blog, columns.Selector).Companion([recordType, id, version, most, MostBytes], take)
            : s_first.Of(blog, columns.Selector).Companion([recordType, id, version, most], take))!;

    /// <summary>What became of these columns since.</summary>
    public static Companion Folded(
        BlogDbContext blog, string recordType, long id, int version, IEnumerable<string> columns, Action<List<AuditEntry>> take)
        => s_folded.Of(blog, s_foldedColumns.Selector).Companion([recordType, id, version, string.Join(',', columns)], take)!;

    /// <summary>How many entries there are since.</summary>
    public static Companion Count(BlogDbContext blog, string recordType, long id, int version, Action<int> take)
        => StatementCompanion.Number(s_countStatement ??= Translation.Of(blog, s_count)!, [recordType, id, version], take);

    private static ColumnSet FoldedColumns()
    {
        var columns = new ColumnSet().With([nameof(AuditEntry.OldData), nameof(AuditEntry.NewData), nameof(AuditEntry.ChangedAt)]);
        foreach (var column in EntityMembers.Columns(typeof(User)))
        {
            columns.Nested(nameof(AuditEntry.ChangedBy))!.Add(column);
        }

        return columns;
    }
}
