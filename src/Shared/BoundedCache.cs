using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace GraphBlog.Shared;

/// <summary>
/// Remembers what is costly to make, and never more than it may. All that is remembered follows one policy. Finding takes no lock: it marks the
/// entry. Where room is needed a hand goes round the entries, oldest first; it takes the mark from what was found since it came by, and forgets
/// what has none (SIEVE, Zhang et al., NSDI 2024). So what is asked for again and again stays, whatever flood there is of keys that nobody
/// asks for twice.
/// </summary>
/// <param name="capacity">What all entries may weigh together.</param>
/// <param name="weigh">What an entry weighs; null for one. What weighs more than half of the capacity is not kept.</param>
/// <remarks>Compiled into each assembly that uses it, since those have none in common.</remarks>
internal sealed class BoundedCache<TKey, TValue>(int capacity, Func<TKey, TValue, int>? weigh = null) where TKey : notnull
{
    // Where there is no room, one newcomer in so many takes another's place. If more is asked for than can be kept, in turn, else each would
    // push out the next before it is asked for again; and what is forgotten soon after it was made is what a collector likes least.
    private const int OneIn = 8;

    private readonly Lock _changing = new();
    private readonly ConcurrentDictionary<TKey, LinkedListNode<Entry>> _entries = new();
    private readonly LinkedList<Entry> _order = new();      // in which they came
    private LinkedListNode<Entry>? _hand;
    private long _weight;

    /// <summary>How many entries there are.</summary>
    public int Count => _entries.Count;

    /// <summary>Finds an entry.</summary>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!_entries.TryGetValue(key, out var node))
        {
            value = default;
            return false;
        }

        var entry = node.ValueRef;
        value = entry.Value;
        if (!entry.IsFound)
        {
            entry.IsFound = true;      // written once in a round, so that what many find is not fought over by their processors
        }

        return true;
    }

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

    /// <summary>Remembers an entry in place of another of its key; where there is neither that nor room, perhaps.</summary>
    public void Set(TKey key, TValue value)
    {
        var entry = new Entry(key, value, weigh?.Invoke(key, value) ?? 1);
        lock (_changing)
        {
            var isKnown = _entries.TryGetValue(key, out var known);
            if (isKnown)
            {
                Remove(known!);
            }

            if (entry.Weight <= capacity / 2 && (isKnown || _weight + entry.Weight <= capacity || Random.Shared.Next(OneIn) == 0))
            {
                MakeRoom(entry.Weight);
                _entries[key] = _order.AddLast(entry);
                _weight += entry.Weight;
            }
        }
    }

    /// <summary>Forgets some of the entries.</summary>
    public void RemoveWhere(Func<TValue, bool> isForgotten)
    {
        lock (_changing)
        {
            foreach (var node in _entries.Values.Where(node => isForgotten(node.ValueRef.Value)))
            {
                Remove(node);
            }
        }
    }

    private void MakeRoom(int weight)
    {
        while (_weight + weight > capacity)
        {
            var next = _hand ?? _order.First!;
            _hand = next.Next;
            if (!next.ValueRef.IsFound)
            {
                Remove(next);
            }

            next.ValueRef.IsFound = false;
        }
    }

    private void Remove(LinkedListNode<Entry> node)
    {
        _hand = _hand == node ? node.Next : _hand;
        _entries.TryRemove(node.ValueRef.Key, out _);
        _order.Remove(node);
        _weight -= node.ValueRef.Weight;
    }

    private sealed class Entry(TKey key, TValue value, int weight)
    {
        public TKey Key => key;

        public TValue Value => value;

        public int Weight => weight;

        public bool IsFound { get; set; }
    }
}
