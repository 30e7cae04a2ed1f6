using System.Linq.Expressions;
using GraphBlog.GraphApi.Engine.Paging;
using GraphBlog.GraphApi.Engine.Projections;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.Engine.DataLoaders;

/// <summary>Loads one page for each of many parents in one statement, so that a list of lists costs no statement per item.</summary>
public abstract class ConnectionLoader<T> where T : class
{
    private readonly Dictionary<(PagingArguments, QueryContext<T>), Batch> _batches = [];

    /// <summary>The parent's page. Answer it from a resolver as it is: awaiting it ends the batch.</summary>
    public IDataLoaderResult<Connection<T>> LoadAsync(long parent, PagingArguments page, QueryContext<T> query)
    {
        if (!_batches.TryGetValue((page, query), out var batch))
        {
            _batches[(page, query)] = batch = new(this, page, query);
        }

        return batch.LoadAsync(parent)!;      // every parent has a page, be it empty
    }

    /// <summary>The items of a parent, ordered by numbers or times.</summary>
    protected abstract Expression<Func<long, IQueryable<T>>> Items { get; }

    /// <summary>The ids as rows of the database.</summary>
    protected abstract IQueryable<long> Parents(long[] ids);

    private sealed class Batch(ConnectionLoader<T> loader, PagingArguments page, QueryContext<T> query) : BatchDataLoader<long, Connection<T>>
    {
        protected override Task<IReadOnlyDictionary<long, Connection<T>>> LoadBatchAsync(IReadOnlyList<long> keys, CancellationToken ct)
            => loader.Parents([.. keys]).ToConnectionsAsync(keys, loader.Items, page, query, ct);
    }
}
