using GraphBlog.Engine.Http;
using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace GraphBlog.GraphApi.Records;

/// <summary>
/// Several things that are done to records of a kind at once, all or none: in one transaction, whose rows are locked in one order, so that two who
/// do this do not wait for each other in a circle. All that is wrong is told at once.
/// </summary>
internal static class RecordSteps
{
    /// <summary>
    /// Does them in the order in which they are given, in one round trip. Where the database refuses one, each is tried by itself, in another
    /// transaction, to find out which are refused, and why.
    /// </summary>
    /// <param name="blog">Where to write.</param>
    /// <param name="steps">What to do; no two to one record.</param>
    /// <param name="known">What is wrong already, so that nothing will be done; what else is, is found out all the same.</param>
    /// <param name="read">Reads what is answered, as the last thing in the transaction.</param>
    /// <param name="asked">What is asked of a conflict.</param>
    /// <param name="ct">Cancels it.</param>
    /// <exception cref="AggregateException">Some cannot be done, each an <see cref="ItemException"/>. Nothing was written.</exception>
    public static async Task<TResult> DoAllAsync<T, TResult>(
        this BlogDbContext blog, IReadOnlyList<RecordStep<T>> steps, IReadOnlyList<ItemException> known, Func<Task<TResult>> read,
        SelectionOf<ConcurrencyException> asked, CancellationToken ct)
        where T : class, IRecord, new() where TResult : class
    {
        try
        {
            return await blog.WriteAsync(() => TryAsync(blog, steps, known, read, asked, oneByOne: false, ct), ct);
        }
        catch (DbUpdateException e) when (SqlState.ViolatedConstraint(e) is not null)
        {
            return await blog.WriteAsync(() => TryAsync(blog, steps, known, read, asked, oneByOne: true, ct), ct);
        }
    }

    private static async Task<TResult> TryAsync<T, TResult>(
        BlogDbContext blog, IReadOnlyList<RecordStep<T>> steps, IReadOnlyList<ItemException> known, Func<Task<TResult>> read,
        SelectionOf<ConcurrencyException> asked, bool oneByOne, CancellationToken ct) where T : class, IRecord, new()
    {
        var rows = await blog.LockAllAsync<T>([.. steps.Select(step => step.At.Id)], ct);
        var (ready, wrong) = (new List<(RecordStep<T> Step, EntityEntry<T> Record)>(), known.ToList());
        foreach (var step in steps)
        {
            var changes = step.Changes();
            if (rows.TryGetValue(step.At.Id, out var row) && step.Fits(row.Version, row.InTrash))
            {
                Add(step, row.Version, changes);
            }
            else if (step.IsMerged && row is { Version: > 0, InTrash: false })
            {
                var report = await RecordTypes.Of<T>().Conflicts.ReadAsync(blog, step.At, changes, ConflictSelection.ToMerge(asked), ct);
                if (report.Reason(blog.Tenant) is ConcurrencyException { Mergeable: true })
                {
                    report.Merge();
                    Add(step, report.Version!.Value, changes);
                }
                else
                {
                    wrong.Add(Of(step, report.Reason(blog.Tenant)));
                }
            }
            else
            {
                wrong.Add(Of(step, await blog.ExplainAsync(step.At, changes, asked, ct)));
            }
        }

        await (oneByOne ? EachAsync(blog, ready, wrong, ct) : AllAsync(blog, ready, ct));
        return wrong.Count == 0 ? await read() : throw new AggregateException(wrong);

        void Add(RecordStep<T> step, int version, Patch<T> changes)
        {
            if (step.Ready(blog, version, changes) is { } record)
            {
                ready.Add((step, record));
            }
        }
    }

    /// <summary>Also when something is wrong already, since the database may refuse another: that is to be told as well.</summary>
    private static async Task AllAsync<T>(BlogDbContext blog, List<(RecordStep<T> Step, EntityEntry<T> Record)> ready, CancellationToken ct)
        where T : class, IRecord, new()
    {
        if (await blog.UpdateAllAsync([.. ready.Select(one => (one.Record, one.Step.Kind == StepKind.Restore))], ct) < ready.Count)
        {
            throw new InvalidOperationException("A row that was locked at its version could not be written.");
        }
    }

    private static async Task EachAsync<T>(
        BlogDbContext blog, List<(RecordStep<T> Step, EntityEntry<T> Record)> ready, List<ItemException> wrong, CancellationToken ct)
        where T : class, IRecord, new()
    {
        const string Before = "before";
        var transaction = blog.Database.CurrentTransaction!;
        foreach (var (step, record) in ready)
        {
            await transaction.CreateSavepointAsync(Before, ct);
            try
            {
                await AllAsync(blog, [(step, record)], ct);
                await transaction.ReleaseSavepointAsync(Before, ct);
            }
            catch (DbUpdateException e)
            {
                await transaction.RollbackToSavepointAsync(Before, ct);
                if (await RecordTypes.Of<T>().RefusedAsync(blog, e, (object)record.Entity, ct) is not { } refusal)
                {
                    throw;
                }

                wrong.Add(Of(step, refusal));
            }
        }
    }

    // Who may not do it is told so of the whole, as of a single one.
    private static ItemException Of<T>(RecordStep<T> step, Exception reason) where T : class, IRecord, new()
        => reason is GraphQLRequestException refused ? throw Authorization.Refused($"changes[{step.Index}]: {refused.Message}") : new(step.Index, reason);
}
