using System.Text.RegularExpressions;

namespace GraphBlog.Tests.Merging;

/// <summary>
/// Texts in which each word stands once, and changes that bring words found nowhere else: what became of each can be told exactly. No line is
/// empty, since empty lines are alike.
/// </summary>
internal static partial class UniqueWords
{
    public static (string Base, string Theirs, string Yours) Triple(int number)
    {
        var random = new Random(number);
        var lines = Enumerable.Range(0, random.Next(1, 9))
            .Select(line => Enumerable.Range(0, random.Next(1, 14)).Select(word => $"b{line}x{word}" + (random.Next(6) == 0 ? "." : "")).ToList())
            .ToList();
        return (Text(lines), Text(Changed(lines, "t", random)), Text(Changed(lines, "y", random)));
    }

    public static List<string> In(string text) => [.. Word().Matches(text).Select(word => word.Value)];

    private static string Text(List<List<string>> lines) => string.Concat(lines.Select(line => string.Join(' ', line) + "\n"));

    private static List<List<string>> Changed(List<List<string>> original, string side, Random random)
    {
        var lines = original.Select(line => line.ToList()).ToList();
        for (var (change, changes) = (0, random.Next(1, 6)); change < changes && lines.Count > 0; change++)
        {
            var at = random.Next(lines.Count);
            var (line, word) = (lines[at], random.Next(lines[at].Count + 1));
            switch (random.Next(6))
            {
                case 0: lines.RemoveAt(at); break;
                case 1: lines.Insert(at, [$"{side}{change}x0", $"{side}{change}x1"]); break;
                case 2 when word < line.Count && line.Count > 1: line.RemoveAt(word); break;
                case 3 when word < line.Count: line[word] = $"{side}{change}"; break;
                default: line.Insert(word, $"{side}{change}"); break;
            }
        }

        return lines;
    }

    [GeneratedRegex(@"[bty]\d+(x\d+)?")]
    private static partial Regex Word();
}
