using System.Text.RegularExpressions;
using GraphBlog.GraphApi.Hosting;
using GraphBlog.Persistence;

namespace GraphBlog.Tests.Operations;

/// <summary>Whatever the program says at night, the guide says what it wants done.</summary>
public sealed partial class GuideTests
{
    private static readonly string s_guide = SourceTree.Read("docs/operations.md");

    [Fact]
    public void Every_line_of_the_log_at_Warning_or_Error_is_in_the_guide()
    {
        var templates = SourceTree.Files("src", ".cs").SelectMany(file => Logged().Matches(SourceTree.Read(file)))
            .Select(line => Placeholder().Replace(line.Groups[1].Value, "…")).ToList();
        Assert.True(templates.Count >= 10, string.Join('\n', templates));
        var told = CodeSpan().Matches(Section("### Lines of the log"))
            .Select(span => span.Groups[1].Value.Replace("<code>", "…").TrimEnd('…', ' ')).ToList();
        Assert.Empty(from template in templates where !told.Any(line => line.Length > 8 && template.StartsWith(line)) select template);
        Assert.Empty(from line in told where line.Length > 8 && line.Contains(' ') && !templates.Any(one => one.StartsWith(line)) select line);
    }

    [Fact]
    public void Every_problem_that_the_database_finds_in_itself_is_in_the_guide()
    {
        var problems = SourceTree.Files("src/Persistence/Sql/Code/17", ".sql").Where(file => !file.Contains("fingerprint"))
            .SelectMany(file => Problem().Matches(SourceTree.Read(file)))
            .Select(problem => problem.Groups[1].Value.Split(" (")[0].Split(':')[0].Split('`')[0]).ToList();
        Assert.True(problems.Count > 35);
        Assert.Empty(from problem in problems where !Section("### A rule of the database").Contains($"`{problem}`") select problem);
    }

    [Fact]
    public void Every_reason_of_readiness_is_in_the_guide()
    {
        var codes = typeof(Unfitness).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal(codes.Order(StringComparer.Ordinal), Regex.Matches(Section("## Health"), @"^\| `(\w+)` \|", RegexOptions.Multiline)
            .Select(row => row.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Variables_that_are_named_are_heeded()
        => Assert.Empty(Regex.Matches(s_guide, @"OTEL_\w+").Select(name => name.Value).Except([.. OtelVariables.Names, "OTEL_SERVICE_NAME"]));

    /// <summary>A link to a heading leads to one.</summary>
    [Fact]
    public void Links_within_the_guides_lead_somewhere()
        => Assert.Empty(
            from file in SourceTree.Files("docs/", ".md").Append("README.md")
            from Match link in Regex.Matches(SourceTree.Read(file), @"\]\(([\w./-]*\.md)?#([\w-]+)\)")
            let target = link.Groups[1].Success ? Path.Combine(Path.GetDirectoryName(file)!, link.Groups[1].Value) : file
            where !Regex.Matches(SourceTree.Read(Path.GetRelativePath(".", target)), "^#+ (.*)$", RegexOptions.Multiline)
                .Any(heading => Anchor(heading.Groups[1].Value) == link.Groups[2].Value)
            select $"{file}: {link.Value}");

    private static string Anchor(string heading) => Regex.Replace(heading.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-');

    private static string Section(string heading)
    {
        var from = s_guide.IndexOf($"\n{heading}", StringComparison.Ordinal);
        var next = Regex.Match(s_guide[(from + 2)..], @"\n##+ ");
        return s_guide.Substring(from, next.Success ? next.Index + 2 : s_guide.Length - from);
    }

    [GeneratedRegex("""(?:Log(?:Error|Warning)\((?:\s*\w+,)?\s*|\[LoggerMessage\(LogLevel\.(?:Warning|Error|Critical),\s*|LogLevel\.Error, trace,\s*)"([^"]+)""")]
    private static partial Regex Logged();

    [GeneratedRegex(@"\{\w+(:[\d.]+)?\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"^\s*select '([^']+)'", RegexOptions.Multiline)]
    private static partial Regex Problem();
}
