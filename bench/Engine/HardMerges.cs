using System.Diagnostics;
using GraphBlog.GraphApi.Records.Merging;

namespace GraphBlog.Bench.Engine;

/// <summary>The processor time and the memory that merges of a megabyte take, and merges of texts that are hard to compare.</summary>
internal static class HardMerges
{
    private const int Megabyte = 1024 * 1024, Runs = 8;

    private static readonly Random s_random = new(1);

    public static void Measure()
    {
        var body = Body();
        Measure("1 MiB, 10 words a side", body, Edited(body, 300, 0, 3), Edited(body, 300, 100, 3));
        Measure("1 MiB, every other paragraph a side", body, Edited(body, 4, 0, 3), Edited(body, 4, 2, 3));
        Measure("1 MiB, every paragraph by both", body, Edited(body, 2, 0, 3), Edited(body, 2, 0, 30));
        var windows = body.Replace("\n", "\r\n");
        Measure("1 MiB, CR LF against LF", windows, Edited(windows, 40, 0, 3), body);
        var line = body.Replace("\n", " ");
        Measure("1 MiB in one line", line, "One " + line, line + "Two");
        Measure(
            "20,000 lines, all the same", Lines(20_000, _ => "x"), Lines(19_000, n => n % 7 == 0 ? "y" : "x"),
            Lines(20_000, n => n % 5 == 0 ? "z" : "x"));
        Measure("20,000 lines at random", AnyLines(1_000_000), AnyLines(1_000_000), AnyLines(1_000_000));
        Measure("20,000 of ten lines", AnyLines(10), AnyLines(10), AnyLines(10));
        Measure(
            "20,000 lines reversed", Lines(20_000, n => $"l{n}"), Lines(20_000, n => $"l{20_000 - n}"), Lines(20_000, n => $"l{n * 7919 % 20_000}"));
        Measure("1 MiB without blanks", new string('a', Megabyte), new string('a', Megabyte) + "b", "c" + new string('a', Megabyte));
        Measure("300,000 words of a letter", Letters('a', 26, " "), Letters('a', 26, " "), Letters('a', 26, " "));
        Measure("300,000 words of two letters", Letters('a', 2, " "), Letters('a', 2, " "), Letters('a', 2, " "));
        Measure("300,000 of three signs", Letters('一', 3, ""), Letters('一', 3, ""), Letters('一', 3, ""));
        Measure(
            "250,000 lines, most empty", Lines(250_000, _ => ""), Lines(250_000, n => n % 3 == 0 ? "a" : ""),
            Lines(250_000, n => n % 4 == 0 ? "b" : ""));
    }

    private static void Measure(string name, string original, string theirs, string yours)
    {
        var (least, allocated) = (TimeSpan.MaxValue, 0L);
        TextMerge? merge = null;
        for (var run = 0; run < Runs; run++)
        {
            GC.Collect();
            var (before, memory) = (Process.GetCurrentProcess().TotalProcessorTime, GC.GetAllocatedBytesForCurrentThread());
            merge = TextMerge.Of(original, theirs, yours, CancellationToken.None);
            var taken = Process.GetCurrentProcess().TotalProcessorTime - before;
            (least, allocated) = (taken < least ? taken : least, GC.GetAllocatedBytesForCurrentThread() - memory);
        }

        var conflicts = merge!.Pieces.Count(piece => piece.Text is null);
        Console.WriteLine($"{least.TotalMilliseconds,6:0} ms {allocated / Megabyte,5} MiB  {conflicts,6} conflicts  {name}");
    }

    private static string Body()
    {
        var paragraphs = Lines(3_000, _ => string.Join(' ', Enumerable.Range(0, 60).Select(_ => $"word{s_random.Next(5000)}")) + ".\n");
        return paragraphs[..paragraphs.LastIndexOf('\n', Megabyte)];
    }

    private static string Edited(string body, int every, int first, int word)
    {
        var lines = body.Split('\n');
        for (var line = first; line < lines.Length; line += every)
        {
            var words = lines[line].Split(' ');
            words[Math.Min(word, words.Length - 1)] += "edited";
            lines[line] = string.Join(' ', words);
        }

        return string.Join('\n', lines);
    }

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(n => line(n) + "\n"));

    private static string AnyLines(int of) => Lines(20_000, _ => $"l{s_random.Next(of)}");

    private static string Letters(char first, int of, string between)
        => string.Join(between, Enumerable.Range(0, 300_000).Select(_ => (char)(first + s_random.Next(of))));
}
