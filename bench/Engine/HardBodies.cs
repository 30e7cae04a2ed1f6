using System.Diagnostics;
using System.Text;
using System.Text.Json;
using GraphBlog.GraphApi.Posts;

namespace GraphBlog.Bench.Engine;

/// <summary>The processor time that a megabyte of each piece takes to render, the worst first.</summary>
internal static class HardBodies
{
    private const int Warm = 40_000, Megabyte = 1024 * 1024, Runs = 3;

    public static void Measure(string file)
    {
        var pieces = JsonSerializer.Deserialize<string[]>(File.ReadAllText(file))!;
        for (var run = 0; run < 2 * Runs; run++)
        {
            foreach (var piece in pieces)
            {
                PostHtml.Of(Many(piece, Warm));
            }
        }

        var measured = pieces.Select(piece => (Piece: piece, Time: Enumerable.Range(0, Runs).Min(_ => Time(Many(piece, Megabyte)))));
        foreach (var (piece, time) in measured.OrderByDescending(one => one.Time))
        {
            Console.WriteLine($"{time.TotalMilliseconds,6:0} ms  {JsonSerializer.Serialize(piece)}");
        }
    }

    private static TimeSpan Time(string markdown)
    {
        GC.Collect();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        PostHtml.Of(markdown);
        return Process.GetCurrentProcess().TotalProcessorTime - before;
    }

    private static string Many(string piece, int bytes) => string.Concat(Enumerable.Repeat(piece, bytes / Encoding.UTF8.GetByteCount(piece)));
}
