using System.Diagnostics;
using GraphBlog.GraphApi.Records.Merging;

namespace GraphBlog.Tests.Merging;

/// <summary>Texts that a comparison without bounds would take minutes and gigabytes for; `bench/Engine merges` measures them in Release.</summary>
public sealed class HostileTextTests
{
    private const long Megabyte = 1024 * 1024;

    public static TheoryData<string, string, string, string> Texts => new()
    {
        { "one line, 20,000 times", Lines(20_000, _ => "x"), "y\n" + Lines(19_000, _ => "x"), Lines(15_000, n => n % 7 == 0 ? "z" : "x") },
        { "ten lines at random", Lines(20_000, n => Random(n, 1, 10)), Lines(20_000, n => Random(n, 2, 10)), Lines(20_000, n => Random(n, 3, 10)) },
        { "reversed", Lines(20_000, n => $"l{n}"), Lines(20_000, n => $"l{20_000 - n}"), Lines(20_000, n => $"l{n * 7919 % 20_000}") },
        { "a line without blanks", new string('a', 1 << 20), new string('a', 1 << 20) + "b", "c" + new string('a', 1 << 20) },
        { "words of a letter", Words(100_000, 1, 26), Words(100_000, 2, 26), Words(100_000, 3, 26) },
        { "signs", Words(60_000, 1, 3, '一', ""), Words(60_000, 2, 3, '一', ""), Words(60_000, 3, 3, '一', "") },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Time_and_memory_are_bounded(string name, string original, string theirs, string yours)
    {
        var (start, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        var merge = Merged.Of(original, theirs, yours);
        var (taken, allocated) = (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(allocated < 200 * Megabyte, $"{name}: {allocated / Megabyte} MiB");
        Assert.True(taken < TimeSpan.FromSeconds(30), $"{name}: {taken}");
        Assert.False(merge.IsClean);
        Assert.Equal(theirs, Merged.Of(original, theirs, original).Text);
    }

    [Fact]
    public void A_merge_ends_with_its_request()
    {
        using var ended = new CancellationTokenSource();
        ended.Cancel();
        Assert.Throws<OperationCanceledException>(
            () => TextMerge.Of(Words(1000, 1, 5), Words(1000, 2, 5), Words(1000, 3, 5), ended.Token));
    }

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(n => line(n) + "\n"));

    private static string Random(int n, int seed, int of) => $"l{new Random((n * 31) + seed).Next(of)}";

    private static string Words(int count, int seed, int of, char first = 'a', string between = " ")
    {
        var random = new Random(seed);
        return string.Join(between, Enumerable.Range(0, count).Select(_ => (char)(first + random.Next(of))));
    }
}
