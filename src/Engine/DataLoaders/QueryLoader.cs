using GraphBlog.Engine.Projections;
using GraphQL.DataLoader;

namespace GraphBlog.Engine.DataLoaders;

/// <summary>Loads entities by key, many at once, with the columns that the request asks for.</summary>
/// <typeparam name="TKey">The key as the resolver knows it.</typeparam>
/// <typeparam name="T">The entity.</typeparam>
public abstract class QueryLoader<TKey, T> : IRequestLoader where TKey : notnull where T : class
{
    private readonly Dictionary<QueryContext<T>, Batch> _batches = [];

    /// <summary>The entity with that key, or null. Answer it from a resolver as it is: awaiting it ends the batch.</summary>
    public IDataLoaderResult<T?> LoadAsync(TKey key, QueryContext<T> query)
    {
        if (!_batches.TryGetValue(query, out var batch))
        {
            _batches[query] = batch = new(this, query);
        }

        return batch.LoadAsync(key);
    }

    /// <summary>Reads the entities of distinct keys with <see cref="QueryContext{T}.Selector"/>, in one statement.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, T>> LoadBatchAsync(IReadOnlyList<TKey> keys, QueryContext<T> query, CancellationToken ct);

    private sealed class Batch(QueryLoader<TKey, T> loader, QueryContext<T> query) : BatchDataLoader<TKey, T>
    {
        protected override Task<IReadOnlyDictionary<TKey, T>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken ct)
            => loader.LoadBatchAsync(keys, query, ct);
    }
}
