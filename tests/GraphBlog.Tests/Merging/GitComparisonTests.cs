using GraphBlog.GraphApi.Records.Merging;
using Xunit.Abstractions;

namespace GraphBlog.Tests.Merging;

/// <summary>Merges beside those of `git merge-file`. GRAPHBLOG_MERGES says how many; a hundred take a second.</summary>
public sealed class GitComparisonTests(ITestOutputHelper output)
{
    private static int Count => int.TryParse(Environment.GetEnvironmentVariable("GRAPHBLOG_MERGES"), out var count) ? count : 150;

    [Fact]
    public async Task What_git_merges_is_merged_alike_and_what_is_finer_is_what_git_makes_of_words()
    {
        var first = Random.Shared.Next();
        var triples = Enumerable.Range(0, Count).Select(n => RandomMarkdown.Triple(first + n)).ToList();
        var git = await GitMergeFile.MergeAsync(triples);
        var ours = triples.ConvertAll(triple => Merged.Of(triple.Base, triple.Theirs, triple.Yours));
        Assert.Empty(
            from n in Enumerable.Range(0, triples.Count)
            where git[n] is not null && git[n] != ours[n].Text
            select $"Triple {first + n}: git has\n{git[n]}\nours is\n{ours[n].Written()}");

        // With each word on a line of its own git can be asked about words too, where it finds no conflict in them.
        var finer = Enumerable.Range(0, triples.Count).Where(n => git[n] is null && ours[n].IsClean).ToList();
        var byWords = await GitMergeFile.MergeAsync(
            finer.ConvertAll(n => (Apart(triples[n].Base), Apart(triples[n].Theirs), Apart(triples[n].Yours))));
        var alike = finer.Zip(byWords).Count(one => one.Second is not null && Together(one.Second) == ours[one.First].Text);
        var (clean, asked) = (git.Count(text => text is not null), byWords.Count(text => text is not null));
        output.WriteLine($"{triples.Count} triples from {first} on: git merges {clean}, all alike; {finer.Count} more by words, of which git's own "
            + $"merge by words is clean for {asked} and alike for {alike}; {triples.Count - clean - finer.Count} are conflicts in both.");
        Assert.True(clean * 4 > triples.Count && finer.Count > 0, "The triples test too little.");
        Assert.True((asked - alike) * 10 <= asked + 20, $"{asked - alike} of {asked} merges by words are not what git makes of them.");
    }

    private static string Apart(string text)
    {
        var lines = Chunks.Lines(text, new Numbers());
        var words = Words.Of(lines, 0..lines.Count, new Numbers());
        return string.Concat(Enumerable.Range(0, words.Count).Select(word => words[word].ToString().Replace("\n", "⏎") + "\n"));
    }

    private static string Together(string words) => words.Replace("\n", "").Replace("⏎", "\n");
}
