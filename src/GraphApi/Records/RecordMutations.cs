using GraphBlog.Engine.Projections;
using GraphBlog.GraphApi.Errors;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Records;

/// <summary>
/// What mutations do to records that a client has read. Each says why when it finds no row: a <see cref="ConcurrencyException"/>, a refusal,
/// or that there is no such record.
/// </summary>
internal static class RecordMutations
{
    /// <summary>Changes fields of a record, and answers it as it is now.</summary>
    /// <param name="blog">Where it is.</param>
    /// <param name="at">The record, and the version that the client has read.</param>
    /// <param name="changes">The fields.</param>
    /// <param name="query">What is asked of it.</param>
    /// <param name="asked">What is asked of a conflict.</param>
    /// <param name="ct">Cancels it.</param>
    /// <param name="onConflict">Whether the change is merged with what happened since.</param>
    public static Task<T> ChangeAsync<T>(
        this BlogDbContext blog, IVersionedInput at, Patch<T> changes, QueryContext<T> query, SelectionOf<ConcurrencyException> asked,
        CancellationToken ct, ConflictPolicy? onConflict = null) where T : class, IRecord, new()
        => blog.WriteOrExplainAsync(
            at, changes, asked, () => blog.ApplyAsync(at.Id, at.ExpectedVersion, changes, query, ct), ct,
            onConflict == ConflictPolicy.Merge ? () => blog.MergeAsync(at, changes, query, asked, ct) : null);

    /// <summary>Writes a new version of a record that is equal to an old one in some fields, and answers it as it is now.</summary>
    /// <exception cref="RevisionNotFoundException">The record has no such version, or the log does not reach it any more.</exception>
    public static async Task<T> RevertAsync<T>(
        this BlogDbContext blog, IVersionedInput at, int toVersion, IReadOnlyList<RecordField> fields, QueryContext<T> query,
        SelectionOf<ConcurrencyException> asked, CancellationToken ct) where T : class, IRecord, new()
    {
        Patch<T>? changes = null;
        var written = await blog.WriteRecordAsync(
            async () =>
            {
                if (await blog.Revisions<T>([at.Id], [toVersion]).SingleOrDefaultAsync(ct) is not { } was)
                {
                    // a record that is gone or has moved on says so first; only then it is the version's fault
                    var report = await RecordTypes.Of<T>().Conflicts.ReadAsync(blog, at, null, asked, ct);
                    throw report.IsCurrent && RecordTypes.Of<T>().MayWrite(blog.Tenant, report.Live!)
                        ? new RevisionNotFoundException(toVersion) : report.Reason(blog.Tenant);
                }

                changes = Patch<T>.Of(was.Row<T>(), fields);
                return await blog.ApplyAsync(at.Id, at.ExpectedVersion, changes, query, ct);
            },
            ct,
            revertsTo: toVersion);
        return written ?? throw await blog.ExplainAsync(at, changes, asked, ct);
    }

    /// <summary>Moves a record to the trash, of which the schema shows nothing, and answers its id.</summary>
    public static async Task<long> TrashAsync<T>(
        this BlogDbContext blog, IVersionedInput at, SelectionOf<ConcurrencyException> asked, CancellationToken ct) where T : class, IRecord, new()
        => (await blog.WriteOrExplainAsync<T, IVersionedInput>(
            at, null, asked, async () => await blog.UpdateAsync(blog.Trashing<T>(at), [], isLast: true, ct) ? at : null, ct)).Id;

    /// <summary>Moves a record to the trash, and answers it as the trash has it.</summary>
    public static Task<TTrashed> TrashAsync<T, TTrashed>(
        this BlogDbContext blog, IVersionedInput at, QueryContext<TTrashed> query, SelectionOf<ConcurrencyException> asked, CancellationToken ct)
        where T : class, IRecord, new() where TTrashed : class
        => blog.WriteOrExplainAsync<T, TTrashed>(
            at, null, asked,
            async () => await blog.UpdateAsync(blog.Trashing<T>(at), [], isLast: false, ct)
                ? await blog.Live<TTrashed>(at.Id).Select(query.Selector).SingleAsync(ct) : null,
            ct);

    /// <summary>Brings a record back from the trash, with fields that are to be others than before, and answers it as it is now.</summary>
    public static Task<T> RestoreAsync<T>(
        this BlogDbContext blog, IVersionedInput at, Patch<T> changes, QueryContext<T> query, SelectionOf<ConcurrencyException> asked,
        CancellationToken ct) where T : class, IRecord, new()
        => blog.WriteOrExplainAsync<T, T>(at, null, asked, () => blog.SaveAsync(blog.Restoring(at, changes), query, ct, inTrash: true), ct);

    /// <summary>Removes a record of the trash for good, and answers the id that was its.</summary>
    public static async Task<long> PurgeAsync<T>(
        this BlogDbContext blog, IVersionedInput at, SelectionOf<ConcurrencyException> asked, CancellationToken ct) where T : class, IRecord, new()
        => (await blog.WriteOrExplainAsync<T, IVersionedInput>(
            at, null, asked, async () => await blog.PurgeAsync<T>(at.Id, at.ExpectedVersion, ct) ? at : null, ct)).Id;

    /// <summary>Why a write found no row.</summary>
    public static async Task<Exception> ExplainAsync<T>(
        this BlogDbContext blog, IVersionedInput at, Patch<T>? changes, ConflictSelection asked, CancellationToken ct) where T : class, IRecord, new()
        => (await RecordTypes.Of<T>().Conflicts.ReadAsync(blog, at, changes, asked, ct)).Reason(blog.Tenant);

    /// <summary>
    /// Writes, and says why where there is no such row. A version that is known to be past is asked about before: what would be written
    /// cannot be, and a conflict is one round trip. With a key the write comes first, since it may be the answer to its own retry.
    /// </summary>
    /// <param name="blog">Where the record is.</param>
    /// <param name="at">The record, and the version that the client has read.</param>
    /// <param name="changes">What was tried, to be compared with what happened since; null for nothing.</param>
    /// <param name="asked">What is asked of a conflict.</param>
    /// <param name="write">Writes, in a transaction; answers null when there is no such row.</param>
    /// <param name="ct">Cancels it.</param>
    /// <param name="merge">What is done when there is no such row, before it is said why; null for nothing.</param>
    private static async Task<TResult> WriteOrExplainAsync<T, TResult>(
        this BlogDbContext blog, IVersionedInput at, Patch<T>? changes, SelectionOf<ConcurrencyException> asked, Func<Task<TResult?>> write,
        CancellationToken ct, Func<Task<TResult?>>? merge = null) where T : class, IRecord, new() where TResult : class
    {
        var isPast = blog.Key is null && blog.IsPast<T>(at.Id, at.ExpectedVersion);
        if (isPast && merge is null)
        {
            var report = await RecordTypes.Of<T>().Conflicts.ReadAsync(blog, at, changes, asked, ct);
            if (report.Version != at.ExpectedVersion)
            {
                throw report.Reason(blog.Tenant);
            }

            isPast = false;      // what was seen was rolled back
        }

        return (isPast ? null : await blog.WriteRecordAsync(write, ct))
            ?? (merge is null ? null : await merge())
            ?? throw await blog.ExplainAsync(at, changes, asked, ct);
    }

    /// <summary>
    /// In one transaction: the row is locked, so that nobody changes it between the look and the write; what happened since is read from the
    /// log; the write expects the version that was looked at.
    /// </summary>
    private static Task<T?> MergeAsync<T>(
        this BlogDbContext blog, IVersionedInput at, Patch<T> changes, QueryContext<T> query, SelectionOf<ConcurrencyException> asked,
        CancellationToken ct) where T : class, IRecord, new()
        => blog.WriteRecordAsync(
            async () =>
            {
                await blog.LockAsync<T>(at.Id, ct);
                var report = await RecordTypes.Of<T>().Conflicts.ReadAsync(blog, at, changes, ConflictSelection.ToMerge(asked), ct);
                if (!report.IsCurrent && report.Reason(blog.Tenant) is var reason and not ConcurrencyException { Mergeable: true })
                {
                    throw reason;
                }

                report.Merge();
                return await blog.ApplyAsync(at.Id, report.Version!.Value, changes, query, ct);
            },
            ct);
}
