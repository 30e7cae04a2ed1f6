using GraphBlog.Engine.Projections;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace GraphBlog.GraphApi.Records;

/// <summary>The one way in which records are written, whoever writes them. That there is no row to write is told as null, everywhere.</summary>
internal static class RecordWrites
{
    /// <summary>Runs a write in one transaction. What the database refuses is told as the record's kind tells it.</summary>
    /// <param name="blog">Where to write.</param>
    /// <param name="write">Writes; answers null when there is no such row, and all is rolled back.</param>
    /// <param name="ct">Cancels it.</param>
    /// <param name="revertsTo">The version whose content is brought back.</param>
    /// <returns>What was written; null when there was no such live row at that version.</returns>
    public static async Task<TResult?> WriteRecordAsync<TResult>(
        this BlogDbContext blog, Func<Task<TResult?>> write, CancellationToken ct, int? revertsTo = null) where TResult : class
    {
        try
        {
            return await blog.WriteAsync(write, ct, revertsTo);
        }
        catch (DbUpdateException e) when (SqlState.IsInTrash(e))
        {
            return null;
        }
        catch (DbUpdateException e) when (e.Entries is [{ Entity: { } tried }] && RecordTypes.Find(tried.GetType()) is { } type)
        {
            if (await type.RefusedAsync(blog, e, tried, ct) is { } refusal)
            {
                throw refusal;
            }

            throw;
        }
    }

    /// <summary>Adds a record, and answers it as it is now; null when the viewer cannot see it, and it was not added.</summary>
    public static Task<T?> AddAsync<T>(this BlogDbContext blog, T record, QueryContext<T> query, CancellationToken ct) where T : class, IRecord
        => blog.WriteRecordAsync(() => blog.SaveAsync(blog.Add(record), query, ct), ct);

    /// <summary>
    /// Writes a record as the last statement of its transaction and answers it as it is now. The records that it leads to are read only
    /// when the client asks for them, while the row is ours.
    /// </summary>
    /// <param name="blog">Inside <see cref="WriteRecordAsync"/>.</param>
    /// <param name="record">A new record, or one that was attached and has fields to change.</param>
    /// <param name="query">What is asked of it.</param>
    /// <param name="ct">Cancels it.</param>
    /// <param name="inTrash">Whether only a record of the trash counts.</param>
    public static async Task<T?> SaveAsync<T>(
        this BlogDbContext blog, EntityEntry<T> record, QueryContext<T> query, CancellationToken ct, bool inTrash = false) where T : class, IRecord
    {
        if (record.State == EntityState.Added)
        {
            await blog.SaveChangesAsync(ct);
            if (!query.HasNavigations)
            {
                await RecordTypes.Find(typeof(T))!.ReadBackAsync(blog, record.Entity, query.Properties, ct);
            }
        }
        else if (!await blog.UpdateAsync(record, query.HasNavigations ? [] : query.Properties, isLast: !query.HasNavigations, ct, inTrash))
        {
            return null;
        }

        return query.HasNavigations ? await blog.Live<T>(record.Entity.Id).Select(query.Selector).SingleOrDefaultAsync(ct) : record.Entity;
    }

    /// <summary>Changes fields of a record that was not read first, and answers it as it is now.</summary>
    /// <param name="blog">Inside <see cref="WriteRecordAsync"/>.</param>
    /// <param name="id">The record.</param>
    /// <param name="version">The version it must be at.</param>
    /// <param name="changes">The fields. A change of nothing answers the record to those who might have changed something.</param>
    /// <param name="query">What is asked of it.</param>
    /// <param name="ct">Cancels it.</param>
    public static async Task<T?> ApplyAsync<T>(
        this BlogDbContext blog, long id, int version, Patch<T> changes, QueryContext<T> query, CancellationToken ct) where T : class, IRecord, new()
    {
        if (changes.Values.Count > 0)
        {
            return await blog.SaveAsync(blog.Changing(id, version, changes), query, ct);
        }

        var type = RecordTypes.Of<T>();
        return await blog.LiveAt<T>(id, version).Select(query.Include(type.Owner).Selector).SingleOrDefaultAsync(ct) is { } found
            && type.MayWrite(blog.Tenant, found) ? found : null;
    }

    /// <summary>A record with fields that are to change, for an UPDATE.</summary>
    public static EntityEntry<T> Changing<T>(this BlogDbContext blog, long id, int version, Patch<T> changes) where T : class, IRecord, new()
    {
        var record = blog.AttachRecord<T>(id, version);
        changes.ApplyTo(record);
        return record;
    }

    /// <summary>A record that is to be moved to the trash, for an UPDATE.</summary>
    public static EntityEntry<T> Trashing<T>(this BlogDbContext blog, IVersionedInput at) where T : class, IRecord, new()
    {
        var record = blog.AttachRecord<T>(at.Id, at.ExpectedVersion);
        var deletedAt = record.Property(one => one.DeletedAt);
        (deletedAt.CurrentValue, deletedAt.IsModified) = (DateTimeOffset.UtcNow, true);
        return record;
    }

    /// <summary>A record that is to come back from the trash, with fields that are to be others than before, for an UPDATE of the trash.</summary>
    public static EntityEntry<T> Restoring<T>(this BlogDbContext blog, IVersionedInput at, Patch<T> changes) where T : class, IRecord, new()
    {
        var record = blog.Changing(at.Id, at.ExpectedVersion, changes);
        record.Property(one => one.DeletedAt).IsModified = true;
        return record;
    }

    /// <summary>The live record with an id. Composable.</summary>
    public static IQueryable<T> Live<T>(this BlogDbContext blog, long id) where T : class
        => blog.Set<T>().Where(record => EF.Property<long>(record, nameof(IRecord.Id)) == id);

    /// <summary>The live record with an id, if it is at a version. Composable.</summary>
    public static IQueryable<T> LiveAt<T>(this BlogDbContext blog, long id, int version) where T : class
        => blog.Live<T>(id).Where(record => EF.Property<int>(record, nameof(IRecord.Version)) == version);
}
