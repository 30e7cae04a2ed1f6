using System.Diagnostics;
using BenchmarkDotNet.Running;
using GraphBlog.Bench.Engine;

// "bodies" measures the rendering of posts. It needs no quiet machine: the time is the processor's.
if (args is ["bodies", ..])
{
    HardBodies.Measure(args is [_, var file] ? file : "bench/bodies.json");
    return;
}

// "merges" measures merging, likewise.
if (args is ["merges"])
{
    HardMerges.Measure();
    return;
}

// "caches" measures how fast what is remembered is found.
if (args is ["caches"])
{
    CacheReads.Measure();
    return;
}

// "quick" measures in seconds and without a child process, where the machine is not quiet enough for more.
if (args is not ["quick"])
{
    BenchmarkRunner.Run<PageBenchmark>(args: args);
    return;
}

var page = new PageBenchmark();
await page.SetupAsync();
await Quick("stock", page.StockAsync);
await Quick("ours", page.OursAsync);

static async Task Quick(string name, Func<Task<int>> run)
{
    const int Rounds = 20;
    const int Runs = 500;
    var best = double.MaxValue;
    var allocated = 0L;
    for (var round = 0; round < Rounds; round++)
    {
        var (start, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        for (var i = 0; i < Runs; i++)
        {
            await run();
        }

        allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;
        best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds / Runs);
    }

    Console.WriteLine($"{name}: {best:0.0} us, {allocated} B; per node {best / PageBenchmark.Nodes:0.000} us, "
        + $"{allocated / (double)PageBenchmark.Nodes:0} B");
}
