using GraphQL.DataLoader;

namespace GraphBlog.Engine.DataLoaders;

/// <summary>
/// Loads values by key, many at once: keys asked for while resolvers run are collected and loaded together. A key is loaded once
/// a request. Not safe for use by several threads, as the DbContext under it is not.
/// </summary>
public abstract class BatchDataLoader<TKey, TValue> : IRequestLoader where TKey : notnull
{
    private readonly Dictionary<TKey, Pending> _results = [];
    private Batch? _open;

    /// <summary>The value of a key, or null when there is none. Answer it from a resolver as it is: awaiting it ends the batch.</summary>
    public IDataLoaderResult<TValue?> LoadAsync(TKey key)
    {
        if (_results.TryGetValue(key, out var known))
        {
            return known;
        }

        _open ??= new(this);
        _open.Keys.Add(key);
        return _results[key] = new(_open, key);
    }

    /// <summary>Forgets all values, for use after a write in the same request.</summary>
    public void Clear()
    {
        _results.Clear();
        _open = null;
    }

    /// <summary>Loads the values of distinct keys; a key without a value is left out of the answer.</summary>
    protected abstract Task<IReadOnlyDictionary<TKey, TValue>> LoadBatchAsync(IReadOnlyList<TKey> keys, CancellationToken ct);

    /// <summary>The read that would load the keys asked for so far; null where it cannot travel with another.</summary>
    protected internal virtual Companion? CompanionFor(IReadOnlyList<TKey> keys) => null;

    /// <summary>The read that would load the keys of a page that is about to be read; null where it cannot travel with that.</summary>
    protected internal virtual Companion? CompanionForPage() => null;

    /// <summary>These have been loaded in another way.</summary>
    protected void Know(IReadOnlyDictionary<TKey, TValue> values)
    {
        var loaded = new Batch(this, values);
        foreach (var key in values.Keys)
        {
            _results.TryAdd(key, new(loaded, key));
        }
    }

    /// <summary>The key stands for others, and is not loaded itself.</summary>
    private void Forget(TKey key)
    {
        _results.Remove(key);
        _open?.Keys.Remove(key);
        _open = _open?.Keys.Count > 0 ? _open : null;
    }

    private sealed class Batch(BatchDataLoader<TKey, TValue> loader, IReadOnlyDictionary<TKey, TValue>? known = null)
    {
        private Task<IReadOnlyDictionary<TKey, TValue>>? _values = known is null ? null : Task.FromResult(known);

        public List<TKey> Keys { get; } = [];

        public Companion? Companion => loader.CompanionFor(Keys);

        public Companion? OfEachItem(TKey key)
        {
            loader.Forget(key);
            return loader.CompanionForPage();
        }

        public Task<IReadOnlyDictionary<TKey, TValue>> LoadAsync(CancellationToken ct)
        {
            if (loader._open == this)
            {
                loader._open = null;
            }

            return _values ??= loader.LoadBatchAsync(Keys, ct);
        }
    }

    private sealed class Pending(Batch batch, TKey key) : PendingLoad, IDataLoaderResult<TValue?>
    {
        public override Companion? Companion => batch.Companion;

        public override Companion? OfEachItem() => batch.OfEachItem(key);

        public async Task<TValue?> GetResultAsync(CancellationToken cancellationToken = default)
            => (await batch.LoadAsync(cancellationToken)).TryGetValue(key, out var value) ? value : default;

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken)
            => await GetResultAsync(cancellationToken);
    }
}
