using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Audit;

/// <summary>The changes between two moments, each moment being a snapshot of the database (see Sql/Code/1110_change_feed.sql).</summary>
public static class ChangeFeed
{
    /// <summary>This moment, for those who follow the changes of the context's organisation: a standby has none that leads on.</summary>
    /// <exception cref="Standbys.PrimaryNeededException">The context reads from a standby.</exception>
    public static Task<MomentRow> MomentAsync(this BlogDbContext blog, CancellationToken ct)
        => blog.IsOfStandby ? throw new Standbys.PrimaryNeededException() : blog.Database.SqlQuery<MomentRow>(
            $"select epoch, snapshot::text as snapshot, cursor_key, dropped_tx, dropped_entry from app.moment()").SingleAsync(ct);

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

    /// <summary>
    /// At most <paramref name="limit"/> changes of posts after one moment and up to another, with ids above one, in their order; those
    /// that the context's role may hear of, and of each what it may know.
    /// </summary>
    public static Task<List<PostChangeRow>> PostChangesAsync(
        this BlogDbContext blog, string from, string to, long above, int limit, CancellationToken ct)
        => blog.Database.SqlQuery<PostChangeRow>(
            $"select * from audit.post_changes({from}::pg_snapshot, {to}::pg_snapshot, {above}, {limit})").OrderBy(change => change.Id).ToListAsync(ct);
}

/// <summary>A moment of the database.</summary>
public sealed class MomentRow
{
    /// <summary>Whose transactions the snapshot counts (see Sql/Code/1100_epochs.sql).</summary>
    [Column("epoch")]
    public string Epoch { get; set; } = null!;

    /// <summary>A pg_snapshot as PostgreSQL writes it.</summary>
    [Column("snapshot")]
    public string Snapshot { get; set; } = null!;

    /// <summary>Authenticates the cursors of this epoch; the servers' secret.</summary>
    [Column("cursor_key")]
    public byte[] CursorKey { get; set; } = [];

    /// <summary>The newest transaction of an entry that the organisation's log has lost in this epoch; 0 when it has lost none.</summary>
    [Column("dropped_tx", TypeName = "xid8")]
    public ulong DroppedTransaction { get; set; }

    /// <summary>The highest id of such an entry; 0 for none.</summary>
    [Column("dropped_entry")]
    public long DroppedEntry { get; set; }
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

    /// <summary>The columns it wrote; null where it brought the post into the role's sight, so that all of them are new.</summary>
    [Column("fields")]
    public string[]? Columns { get; set; }

    /// <summary>Whether everybody of the organisation could read the post before.</summary>
    [Column("was_public")]
    public bool WasPublic { get; set; }

    /// <summary>Whether everybody of the organisation could read the post from then on.</summary>
    [Column("is_public")]
    public bool IsPublic { get; set; }

    /// <summary>Whose post it was before; null when nobody knows any more, and before there was one.</summary>
    [Column("former_author_id")]
    public long? FormerAuthorId { get; set; }

    /// <summary>Whose post it was from then on; null when nobody knows any more, and when this change purged it.</summary>
    [Column("author_id")]
    public long? AuthorId { get; set; }

    /// <summary>Whether it made another version live, or none: what readers of live versions hear of.</summary>
    [Column("made_live")]
    public bool MadeLive { get; set; }

    /// <summary>The version that it made live; null for none.</summary>
    [Column("live_version")]
    public int? LiveVersion { get; set; }

    /// <summary>Whether that is the one after the version that was live, so that the columns are what changed for readers, too.</summary>
    [Column("is_next_live")]
    public bool IsNextLive { get; set; }
}
