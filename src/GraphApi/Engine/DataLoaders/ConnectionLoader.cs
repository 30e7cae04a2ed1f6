using System.Linq.Expressions;
using GraphBlog.GraphApi.Engine.Filtering;
using GraphBlog.GraphApi.Engine.Paging;
using GraphBlog.GraphApi.Engine.Projections;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Engine.DataLoaders;

/// <summary>Loads one page for each of many parents in one statement, so that a list of lists costs no statement per item.</summary>
/// <param name="db">Where to read.</param>
/// <param name="items">A parent's items, ordered by numbers or times.</param>
public abstract class ConnectionLoader<TContext, T>(TContext db, PagedQuery<TContext, T> items) where TContext : DbContext where T : class
{
    // A field's filter is read once for all parents, so the same filter is the same object.
    private readonly Dictionary<(PagingArguments, FilterInput<T>?, QueryContext<T>), Batch> _batches = [];

    /// <summary>The parent's page. Answer it from a resolver as it is: awaiting it ends the batch.</summary>
    public IDataLoaderResult<Connection<T>> LoadAsync(long parent, PagingArguments page, QueryContext<T> query)
        => LoadAsync(parent, page, null, query);

    /// <summary>The page of those of the parent's items that satisfy the filter.</summary>
    /// <exception cref="GraphQL.ExecutionError">The filter is too large, or a value is none that the operation takes.</exception>
    public IDataLoaderResult<Connection<T>> LoadAsync(long parent, PagingArguments page, FilterInput<T>? where, QueryContext<T> query)
    {
        if (!_batches.TryGetValue((page, where, query), out var batch))
        {
            _batches[(page, where, query)] = batch = new(this, page, where?.Predicate(), query);
        }

        return batch.LoadAsync(parent)!;      // every parent has a page, be it empty
    }

    /// <summary>The ids as rows of the database.</summary>
    protected abstract IQueryable<long> Parents(TContext db, long[] ids);

    private async Task<IReadOnlyDictionary<long, Connection<T>>> LoadAsync(
        IReadOnlyList<long> keys, PagingArguments page, Expression<Func<T, bool>>? where, QueryContext<T> query, CancellationToken ct)
        => keys is [var only] && where is null
        ? new Dictionary<long, Connection<T>> { [only] = await items.ToConnectionAsync(db, only, page, query, ct) }
        : await Parents(db, [.. keys]).ToConnectionsAsync(keys, items.Of(db, where), page, query, ct);

    private sealed class Batch(
        ConnectionLoader<TContext, T> loader, PagingArguments page, Expression<Func<T, bool>>? where, QueryContext<T> query)
        : BatchDataLoader<long, Connection<T>>
    {
        protected override Task<IReadOnlyDictionary<long, Connection<T>>> LoadBatchAsync(IReadOnlyList<long> keys, CancellationToken ct)
            => loader.LoadAsync(keys, page, where, query, ct);
    }
}
