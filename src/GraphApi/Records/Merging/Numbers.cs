using System.Runtime.InteropServices;

namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>Gives equal chunks equal numbers, counted from 1; 0 is left for chunks that count as equal without being so.</summary>
internal sealed class Numbers
{
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public Numbers() => _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>One more than the highest number given.</summary>
    public int Count => _numbers.Count + 1;

    public int Of(ReadOnlySpan<char> chunk)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(_lookup, chunk, out var known);
        if (!known)
        {
            number = _numbers.Count;
        }

        return number;
    }
}
