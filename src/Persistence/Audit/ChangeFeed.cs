using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Audit;

/// <summary>The changes between two moments, each moment being a snapshot of the database (see Sql/1045_change_feed.sql and Sql/1110_change_polling.sql).</summary>
public static class ChangeFeed
{
    /// <summary>This moment: its epoch, a semicolon, and the pg_snapshot as PostgreSQL writes it (see Sql/1250_epoch.sql).</summary>
    public static Task<string> MomentAsync(this BlogDbContext blog, CancellationToken ct)
        => blog.Database.SqlQuery<string>($"""select app.moment() as "Value" """).SingleAsync(ct);

    /// <summary>
    /// Which of these organisations have changed since a moment of each: a snapshot and its epoch, and when the epoch is another, all
    /// has changed. It needs no tenant, and learns ids that it knows.
    /// </summary>
    public static Task<List<long>> ChangedAsync(this BlogDbContext blog, long[] organisations, string[] since, string[] epochs, CancellationToken ct)
        => blog.Database.SqlQuery<long>(
            $"""
            select c as "Value" from app.changed_organisations({organisations}, {since}::pg_snapshot[]) as c
            union all select f.org from unnest({organisations}, {epochs}) as f (org, epoch) where f.epoch <> (select app.epoch_label())
            """).ToListAsync(ct);

    /// <summary>At most <paramref name="limit"/> changes of posts after one moment and up to another, with ids above one, in their order.</summary>
    public static Task<List<PostChangeRow>> PostChangesAsync(
        this BlogDbContext blog, string from, string to, long above, int limit, CancellationToken ct)
        => blog.Database.SqlQuery<PostChangeRow>(
            $"select * from audit.post_changes({from}::pg_snapshot, {to}::pg_snapshot, {above}, {limit})").OrderBy(change => change.Id).ToListAsync(ct);
}

/// <summary>One change of a post.</summary>
public sealed class PostChangeRow
{
    [Column("id")]
    public long Id { get; set; }

    [Column("tx", TypeName = "xid8")]
    public ulong Transaction { get; set; }

    [Column("action")]
    public string Action { get; set; } = null!;

    [Column("record_id")]
    public long PostId { get; set; }

    [Column("version")]
    public int Version { get; set; }

    [Column("changed_by")]
    public long? ChangedById { get; set; }

    /// <summary>The columns it wrote.</summary>
    [Column("fields")]
    public string[] Columns { get; set; } = [];

    /// <summary>Whose post it is; null when it is gone for good.</summary>
    [Column("author_id")]
    public long? AuthorId { get; set; }

    /// <summary>Where the post stands now; null when it is gone for good.</summary>
    [Column("status")]
    public string? Status { get; set; }

    /// <summary>Where it stood before, if this change moved it.</summary>
    [Column("former_status")]
    public string? FormerStatus { get; set; }
}
