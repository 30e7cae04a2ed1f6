using System.ComponentModel.DataAnnotations.Schema;
using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace GraphBlog.Persistence;

/// <summary>The rows of any kind of record. Its table is the one that its mapping names; no SQL here is made of anything else.</summary>
public static class RecordRows
{
    /// <summary>The annotation of a mapping that names a view of the live records and the trash, where that is not the table alone.</summary>
    internal const string AllRows = "GraphBlog:AllRows";

    /// <summary>The live records, and those of the trash where there is one, as far as the viewer sees them. Composable.</summary>
    public static IQueryable<T> LiveAndTrash<T>(this BlogDbContext blog) where T : class, IRecord
    {
        var type = blog.Model.FindEntityType(typeof(T))!;
        return type.GetViewName() is null ? blog.Set<T>()
            : blog.Set<T>().FromSql(FormattableStringFactory.Create($"select * from {type.FindAnnotation(AllRows)?.Value ?? blog.Table<T>()}"));
    }

    /// <summary>A record that is not read first: the UPDATE finds it by id and version, and RETURNING fills in what is asked for.</summary>
    public static EntityEntry<T> AttachRecord<T>(this BlogDbContext blog, long id, int expectedVersion) where T : class, IRecord, new()
        => blog.Attach(new T { OrgId = blog.Tenant.OrgId, Id = id, Version = expectedVersion });

    /// <summary>Locks the record's row, live or in the trash, until the transaction ends; waits for whoever has it.</summary>
    public static Task LockAsync<T>(this BlogDbContext blog, long id, CancellationToken ct) where T : class, IRecord
        => blog.Database.SqlQuery<int>(FormattableStringFactory.Create(
            $$"""select version as "Value" from {{blog.Table<T>()}} where org_id = {0} and id = {1} for update""",
            blog.Tenant.OrgId, id)).ToListAsync(ct);

    /// <summary>
    /// Locks the rows of several records as <see cref="LockAsync"/> does, in one order, so that two who lock some of the same wait for each other and
    /// never both. Those that the viewer may not write are not among them.
    /// </summary>
    /// <returns>By id the version that each is at, and whether it is in the trash.</returns>
    public static async Task<IReadOnlyDictionary<long, (int Version, bool InTrash)>> LockAllAsync<T>(this BlogDbContext blog, long[] ids,
        CancellationToken ct)
        where T : class, IRecord
        => (await blog.Database.SqlQuery<LockedRow>(FormattableStringFactory.Create(
            $$"""select id, version, deleted_at is not null as in_trash from {{blog.Table<T>()}} where org_id = {0} and id = any ({1}) order by id for no key update""",
            blog.Tenant.OrgId, ids)).ToListAsync(ct)).ToDictionary(row => row.Id, row => (row.Version, row.InTrash));

    /// <summary>
    /// Removes a record of the trash for good; false when there is none at that version. The serving role may not delete, so it asks a
    /// function that may, for an administrator, and only from the trash.
    /// </summary>
    public static Task<bool> PurgeAsync<T>(this BlogDbContext blog, long id, int version, CancellationToken ct) where T : class, IRecord
        => blog.Database.SqlQuery<bool>($"""select app.purge({blog.Table<T>()}::regclass, {id}, {version}) as "Value" """).SingleAsync(ct);

    /// <summary>The table with its schema.</summary>
    internal static string Table<T>(this BlogDbContext blog) where T : class, IRecord => blog.Table(typeof(T));

    /// <summary>The table of a class of records, with its schema.</summary>
    internal static string Table(this BlogDbContext blog, Type record) => blog.Model.FindEntityType(record)!.GetSchemaQualifiedTableName()!;

    private sealed class LockedRow
    {
        [Column("id")]
        public long Id { get; set; }

        [Column("version")]
        public int Version { get; set; }

        [Column("in_trash")]
        public bool InTrash { get; set; }
    }
}
