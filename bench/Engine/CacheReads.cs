extern alias engine;

using System.Diagnostics;
using engine::GraphBlog.Shared;
using Microsoft.Extensions.Caching.Memory;

namespace GraphBlog.Bench.Engine;

/// <summary>What it costs to find what is remembered, which each request does a few times: in our cache, and in .NET's.</summary>
internal static class CacheReads
{
    private const int Entries = 500, Reads = 2_000_000, Rounds = 5;

    public static void Measure()
    {
        var keys = Enumerable.Range(0, Entries).Select(i => $"query Page{i} {{ posts(first: 20) {{ nodes {{ id slug title status }} }} }}").ToArray();
        var ours = new BoundedCache<string, object>(2 * Entries);
        using var theirs = new MemoryCache(new MemoryCacheOptions { SizeLimit = 2 * Entries });
        foreach (var key in keys)
        {
            ours.Set(key, key);
            theirs.Set(key, (object)key, new MemoryCacheEntryOptions { Size = 1 });
        }

        var (mine, net) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            mine = Math.Min(mine, Time(i => ours.TryGet(keys[i % Entries], out _)));
            net = Math.Min(net, Time(i => theirs.TryGetValue(keys[i % Entries], out _)));
        }

        Console.WriteLine($"BoundedCache {mine:0.0} ns, MemoryCache {net:0.0} ns a read of {keys[0].Length} characters");
    }

    private static double Time(Func<int, bool> find)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Reads; i++)
        {
            if (!find(i))
            {
                throw new InvalidOperationException("An entry is missing.");
            }
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Reads;
    }
}
