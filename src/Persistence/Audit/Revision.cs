using System.ComponentModel.DataAnnotations.Schema;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence.Audit;

/// <summary>A record as it was at one of its versions.</summary>
public sealed class Revision
{
    [Column("record_id")]
    public long RecordId { get; set; }

    [Column("version")]
    public int Version { get; set; }

    /// <summary>The row by column, as the database writes it in JSON.</summary>
    [Column("data", TypeName = "jsonb")]
    public JsonElement Data { get; set; }

    [Column("changed_at")]
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>Who made the version; null when it was made outside the API without a user.</summary>
    [Column("changed_by")]
    public long? ChangedById { get; set; }

    /// <summary>With <see cref="ChangedAt"/> the key of the entry that made the version.</summary>
    [Column("entry_id")]
    public long EntryId { get; set; }
}

/// <summary>Asks the database for records as they were. A version that the log does not reach has no row.</summary>
public static class RecordHistory
{
    /// <summary>Records, live or in the trash, at these versions; the two lists go in pairs.</summary>
    public static IQueryable<Revision> Revisions<T>(this BlogDbContext blog, long[] ids, int[] versions) where T : class, IRecord
        => blog.Database.SqlQuery<Revision>(
            $"select r.* from unnest({ids}, {versions}) k (id, version) cross join lateral audit.revision({blog.Table<T>()}::regclass, k.id, k.version) r");

    /// <summary>The versions that records had at these moments; one that did not exist then has no row.</summary>
    public static IQueryable<VersionAt> VersionsAt<T>(this BlogDbContext blog, long[] ids, DateTimeOffset[] moments) where T : class, IRecord
        => blog.Database.SqlQuery<VersionAt>(
            $"""
            select k.id, k.moment, v.version from unnest({ids}, {moments}) k (id, moment)
             cross join lateral audit.version_at({blog.Table<T>()}::regclass, k.id, k.moment) v (version) where v.version is not null
            """);

    /// <summary>The versions of posts that readers saw at these moments; one of which none was live then has no row.</summary>
    public static IQueryable<VersionAt> LiveVersionsAt(this BlogDbContext blog, long[] ids, DateTimeOffset[] moments)
        => blog.Database.SqlQuery<VersionAt>(
            $"""
            select k.id, k.moment, v.version from unnest({ids}, {moments}) k (id, moment)
             cross join lateral audit.live_at(k.id, k.moment) v (version) where v.version is not null
            """);

    /// <summary>
    /// A record at a version as a row of its table, so that all can be asked of it that can be asked of one of today; no row when it was in
    /// the trash then and <typeparamref name="TRow"/> is the live record, or the other way round. Composable.
    /// </summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <typeparam name="TRow">The record again, or what the trash has of it.</typeparam>
    public static IQueryable<TRow> AtVersion<T, TRow>(this BlogDbContext blog, long id, int version) where T : class, IRecord where TRow : class
    {
        var (table, trashed) = (blog.Table<T>(), typeof(TRow) == typeof(T) ? "is null" : "is not null");
        return blog.Set<TRow>().FromSql(FormattableStringFactory.Create(
            $$"""
            select p.*, p.deleted_at + app.trash_keep() as purge_at
              from audit.revision('{{table}}'::regclass, {0}, {1}) r
             cross join lateral jsonb_populate_record(null::{{table}},
               r.data || jsonb_build_object('updated_by', coalesce(r.changed_by, (r.data->>'created_by')::bigint))) p
             where p.deleted_at {{trashed}}
            """,
            id, version));
    }
}

/// <summary>The version a record had at a moment.</summary>
public sealed class VersionAt
{
    [Column("id")]
    public long Id { get; set; }

    [Column("moment")]
    public DateTimeOffset Moment { get; set; }

    [Column("version")]
    public int Version { get; set; }
}
