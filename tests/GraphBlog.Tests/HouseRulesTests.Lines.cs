using System.Text.RegularExpressions;

namespace GraphBlog.Tests;

public sealed partial class HouseRulesTests
{
    [Fact]
    public void The_guide_for_contributors_is_read_in_one_go()
        => Assert.InRange(SourceTree.Read("CONTRIBUTING.md").TrimEnd().Split('\n').Length, 1, 60);

    /// <summary>A text in quotes counts for 60 characters at most, since a sentence is not broken for its length alone.</summary>
    [Fact]
    public void No_line_is_longer_than_150_characters()
    {
        var code = from file in Sources
                   where !s_notWrapped.Any(folder => file.StartsWith(folder, StringComparison.Ordinal))
                   from line in RawText().Replace(SourceTree.Read(file), "").Split('\n')
                   let measured = Text().Replace(line, text => text.Length > 60 ? new string('x', 60) : text.Value)
                   where measured.Length > 150 && !line.Contains("://")
                   select $"{file}: {line.Trim()}";
        var prose = from file in SourceTree.Files("docs/decisions", ".md").Append("CONTRIBUTING.md")
                    from line in SourceTree.Read(file).Split('\n')
                    where line.Length > 150 && !line.StartsWith('|') && !line.Contains("://")
                    select $"{file}: {line}";
        Assert.Empty(code.Concat(prose));
    }

    // Where several people were at work when the others were wrapped.
    private static readonly string[] s_notWrapped =
    [
        "src/GraphApi/Audit/", "src/GraphApi/Comments/", "src/GraphApi/Posts/", "src/GraphApi/Records/", "src/GraphApi/Users/",
        "src/Persistence/Audit/", "src/Persistence/Posts/", "tests/GraphBlog.Tests/Api/", "tests/GraphBlog.Tests/Database/",
        "tests/GraphBlog.Tests/Faults/",
    ];

    [GeneratedRegex("""
        \"{3,}[\s\S]*?\"{3,}
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex RawText();

    [GeneratedRegex("""
        \$\".*\" | \"(\\.|[^\"\\\n])*\"
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Text();
}
