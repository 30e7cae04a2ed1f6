using System.ComponentModel.DataAnnotations.Schema;
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
    /// <summary>The records' table.</summary>
    public const string Posts = "blog.posts_all", Comments = "blog.comments_all", Users = "blog.users", UserSubjects = "blog.user_subjects";

    /// <summary>Records of a table, live or in the trash, at these versions; the two lists go in pairs.</summary>
    public static IQueryable<Revision> Revisions(this BlogDbContext blog, string table, long[] ids, int[] versions) => blog.Database.SqlQuery<Revision>(
        $"select r.* from unnest({ids}, {versions}) k (id, version) cross join lateral audit.revision({table}::regclass, k.id, k.version) r");

    /// <summary>The versions that records had at these moments; one that did not exist then has no row.</summary>
    public static IQueryable<VersionAt> VersionsAt(this BlogDbContext blog, string table, long[] ids, DateTimeOffset[] moments) => blog.Database.SqlQuery<VersionAt>(
        $"""
        select k.id, k.moment, v.version from unnest({ids}, {moments}) k (id, moment)
         cross join lateral audit.version_at({table}::regclass, k.id, k.moment) v (version) where v.version is not null
        """);
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
