using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Records;

/// <summary>What a mutation did when it was first sent: the version of a record that it made.</summary>
internal sealed record RecordedOutcome(long RecordId, int Version);

/// <summary>Answers a mutation again.</summary>
/// <param name="blog">Where its record is.</param>
/// <param name="context">The mutation's field, which asks for what it likes.</param>
/// <param name="input">The mutation's input.</param>
/// <param name="made">The entries that it made, as far as the log still tells the viewer; none when it changed nothing.</param>
internal delegate Task<object?> Replay(BlogDbContext blog, IResolveFieldContext context, object input, IQueryable<AuditEntry> made);

/// <summary>The answer of a mutation that changes any number of records, which is made again of what it wrote.</summary>
/// <typeparam name="T">The class itself.</typeparam>
internal interface IRecordedChanges<T> where T : class, IRecordedChanges<T>
{
    /// <summary>The answer to a mutation that was done before.</summary>
    /// <param name="blog">Where its records are.</param>
    /// <param name="input">The mutation's input.</param>
    /// <param name="made">The entries that it made, in order.</param>
    /// <param name="ct">Cancels the reading.</param>
    static abstract Task<T?> ReplayAsync(BlogDbContext blog, object input, IQueryable<AuditEntry> made, CancellationToken ct);
}

/// <summary>Records as mutations answered them, for a client that asks again.</summary>
internal static class RecordReplay
{
    /// <summary>How a mutation that answers such a thing is answered again: a record, what the trash has of one, or the id of its input.</summary>
    /// <exception cref="SchemaException">It is none of these.</exception>
    public static Replay Of(Type answer)
    {
        if (answer == typeof(long))
        {
            return (_, _, input, _) => Task.FromResult<object?>(((IVersionedInput)input).Id);
        }

        if (answer.GetInterfaces().Any(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRecordedChanges<>)))
        {
            return typeof(RecordReplay).GetMethod(nameof(ReplayChangesAsync))!.MakeGenericMethod(answer).CreateDelegate<Replay>();
        }

        var type = RecordTypes.Find(answer) ?? throw new SchemaException($"with an idempotency key it answers a record or its id; {answer} is none.");
        return typeof(RecordReplay).GetMethod(nameof(ReplayAsync))!.MakeGenericMethod(type.Entity, answer).CreateDelegate<Replay>();
    }

    /// <summary>What is made again of all that was written.</summary>
    public static async Task<object?> ReplayChangesAsync<T>(BlogDbContext blog, IResolveFieldContext context, object input, IQueryable<AuditEntry> made)
        where T : class, IRecordedChanges<T> => await T.ReplayAsync(blog, input, made.OrderBy(entry => entry.Id), context.CancellationToken);

    /// <summary>The record at the version that the mutation made. Where it made none, at the version that it left as it was.</summary>
    public static async Task<object?> ReplayAsync<T, TRow>(BlogDbContext blog, IResolveFieldContext context, object input, IQueryable<AuditEntry> made)
        where T : class, IRecord, new() where TRow : class
    {
        var (query, ct) = (QueryContext<TRow>.Of(context), context.CancellationToken);

        // A mutation changes one record; purging a post takes its comments along, whose entries come after its own.
        var outcome = await made.OrderBy(entry => entry.Id).Select(entry => new RecordedOutcome(entry.RecordId, entry.Version)).FirstOrDefaultAsync(ct);
        outcome ??= input is IVersionedInput at ? new(at.Id, at.ExpectedVersion) : null;
        return (outcome is null ? null : await blog.AtVersionAsync<T, TRow>(outcome.RecordId, outcome.Version, query, ct))
            ?? (RecordTypes.Of<T>().FoundFor(blog, input) is IQueryable<TRow> found
                ? await found.Select(query.Selector).FirstOrDefaultAsync(ct) : null);
    }

    /// <summary>A record at a version, whatever has become of it since; null when it is out of sight or the history no longer tells.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <typeparam name="TRow">The record again, or what the trash has of it.</typeparam>
    public static async Task<TRow?> AtVersionAsync<T, TRow>(
        this BlogDbContext blog, long id, int version, QueryContext<TRow> query, CancellationToken ct)
        where T : class, IRecord, new() where TRow : class
        => await blog.LiveAt<TRow>(id, version).Select(query.Selector).FirstOrDefaultAsync(ct)
            ?? await blog.AtVersion<T, TRow>(id, version).Select(query.Selector).FirstOrDefaultAsync(ct);
}
