using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace GraphBlog.Shared;

/// <summary>
/// Remembers what is costly to make, and never more than it may. All that is remembered follows one policy. Finding takes no lock. Entries are in
/// two generations: a new one goes into the younger, and one that is found in the older moves there. When the younger has half of the
/// capacity, the older is forgotten and the younger takes its place. So what is asked for again and again stays, and a flood of keys that
/// nobody asks for twice pushes out others of its kind.
/// </summary>
/// <param name="capacity">What all entries may weigh together.</param>
/// <param name="weigh">What an entry weighs; null for one. What weighs more than half of the capacity is not kept.</param>
/// <remarks>Compiled into each assembly that uses it, since those have none in common.</remarks>
internal sealed class BoundedCache<TKey, TValue>(int capacity, Func<TKey, TValue, int>? weigh = null) where TKey : notnull
{
    private readonly Lock _changing = new();
    private volatile ConcurrentDictionary<TKey, TValue> _younger = new();
    private volatile ConcurrentDictionary<TKey, TValue> _older = s_none;
    private long _weight;

    // Nothing is ever put into it, and most caches have not half of their capacity.
    private static readonly ConcurrentDictionary<TKey, TValue> s_none = new();

    /// <summary>How many entries there are.</summary>
    public int Count => _younger.Count + _older.Count;

    /// <summary>Finds an entry.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
        => _younger.TryGetValue(key, out value) || (_older.TryGetValue(key, out value) && Renew(key, value));

    /// <summary>Finds an entry or makes it. Two that ask at once may both make it, and one of the two is kept.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="make">Makes it, from the key and <paramref name="from"/>.</param>
    /// <param name="from">What it is made from.</param>
    public TValue GetOrAdd<TFrom>(TKey key, Func<TKey, TFrom, TValue> make, TFrom from)
    {
        if (!TryGet(key, out var value))
        {
            Set(key, value = make(key, from));
        }

        return value;
    }

    /// <summary>Remembers an entry, in place of another of its key.</summary>
    public void Set(TKey key, TValue value)
    {
        lock (_changing)
        {
            Remove(key);
            Add(key, value);
        }
    }

    /// <summary>Forgets some of the entries.</summary>
    public void RemoveWhere(Func<TValue, bool> isForgotten)
    {
        lock (_changing)
        {
            foreach (var (key, value) in _younger.Concat(_older))
            {
                if (isForgotten(value))
                {
                    Remove(key);
                }
            }
        }
    }

    /// <summary>Moves an entry among the younger, unless somebody has forgotten it in the meantime.</summary>
    private bool Renew(TKey key, TValue value)
    {
        lock (_changing)
        {
            if (_older.TryRemove(key, out _))
            {
                Add(key, value);
            }
        }

        return true;
    }

    private void Add(TKey key, TValue value)
    {
        var weight = Weight(key, value);
        if (weight > capacity / 2)
        {
            return;
        }

        if (_weight + weight > capacity / 2)
        {
            (_older, _younger, _weight) = (_younger, new(), 0);
        }

        _younger[key] = value;
        _weight += weight;
    }

    private void Remove(TKey key)
    {
        if (_younger.TryRemove(key, out var known))
        {
            _weight -= Weight(key, known);
        }

        _older.TryRemove(key, out _);
    }

    private int Weight(TKey key, TValue value) => weigh?.Invoke(key, value) ?? 1;
}
