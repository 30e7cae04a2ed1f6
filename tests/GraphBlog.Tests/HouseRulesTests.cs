using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit.Abstractions;

namespace GraphBlog.Tests;

/// <summary>The rules of this repository that a file can break.</summary>
public sealed partial class HouseRulesTests(ITestOutputHelper output)
{
    private const int Ceiling = 250, AimedAt = 120;

    private static IEnumerable<string> Sources => SourceTree.Files(ending: ".cs")
        .Where(file => !file.Contains("/Migrations/2") && !file.EndsWith("ModelSnapshot.cs"));      // those EF writes

    [Theory]
    [InlineData("Engine", "")]
    [InlineData("Statements", "")]
    [InlineData("Engine.EntityFramework", "Engine Statements")]
    [InlineData("EmbeddedPostgres", "")]
    [InlineData("Persistence", "EmbeddedPostgres Statements")]
    [InlineData("GraphApi", "Engine.EntityFramework Persistence")]
    public void A_project_uses_those_below_it_alone(string project, string uses)
        => Assert.Equal(
            uses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => $"../{name}/{name}.csproj"),
            References(Project(project), "ProjectReference"));

    [Theory]
    [InlineData("Engine", "EntityFramework|Npgsql|GraphBlog.Persistence")]
    [InlineData("Engine.EntityFramework", "GraphBlog.Persistence")]
    [InlineData("Statements", "GraphQL|AspNetCore|GraphBlog")]
    [InlineData("EmbeddedPostgres", "EntityFramework|GraphQL|AspNetCore")]
    [InlineData("Persistence", "GraphQL|AspNetCore|GraphBlog.Engine")]
    public void An_assembly_knows_nothing_that_is_not_its_own(string project, string foreign)
    {
        Assert.DoesNotContain(References(Project(project), "PackageReference"), name => Regex.IsMatch(name, foreign));
        Assert.DoesNotContain(
            Assembly.Load($"GraphBlog.{project}").GetReferencedAssemblies(), assembly => Regex.IsMatch(assembly.Name!, foreign));
    }

    [Fact]
    public void The_engine_knows_no_noun_of_the_blog()
    {
        var files = SourceTree.Files("src/Engine/", ".cs").Concat(SourceTree.Files("src/Engine.EntityFramework/", ".cs")).ToList();
        Assert.True(files.Count > 50, "The engine was not found.");
        Assert.Empty(
            from file in files
            from Match name in Identifier().Matches(WithoutTextAndComments(SourceTree.Read(file)))
            where !s_notOurs.Contains(name.Value) && !s_notOurs.Contains($"{Path.GetFileName(file)} {name.Value}")
            from word in Words().Matches(name.Value).Select(word => word.Value.ToLowerInvariant())
            where s_nouns.Contains(word) || s_nouns.Contains(word.TrimEnd('s'))
            select $"{file}: {name.Value}");
    }

    [Fact]
    public void A_namespace_is_its_folder()
        => Assert.Empty(
            from file in Sources
            let declared = Namespace().Match(SourceTree.Read(file)).Groups[1].Value
            let expected = RootFolder().Replace(Path.GetDirectoryName(file)!, root => s_roots[root.Value]).Replace('/', '.')
            where declared != "" && declared != expected
            select $"{file}: {declared}");

    /// <summary>
    /// What of `dotnet format` neither the build nor `dotnet format whitespace` looks at: System first, then by name; static ones and
    /// aliases last.
    /// </summary>
    [Fact]
    public void Usings_are_sorted()
        => Assert.Empty(
            from file in SourceTree.Files(ending: ".cs")
            let keys = Using().Matches(SourceTree.Read(file)).Select(Key).ToList()
            where !keys.SequenceEqual(keys.Order(StringComparer.Ordinal))
            select file);

    [Fact]
    public void No_file_is_longer_than_the_ceiling()
    {
        var lengths = Sources.Concat(SourceTree.Files("src", ".sql"))
            .Select(file => (File: file, Lines: SourceTree.Read(file).TrimEnd().Split('\n').Length))
            .OrderByDescending(file => file.Lines).ToList();
        output.WriteLine($"Longer than the {AimedAt} lines aimed at:");
        lengths.Where(file => file.Lines > AimedAt).ToList().ForEach(file => output.WriteLine($"{file.Lines,4} {file.File}"));
        Assert.DoesNotContain(lengths, file => file.Lines > Ceiling);
    }

    [Fact]
    public void No_type_is_named_for_doing_something_or_other()
        => Assert.Empty(
            from file in Sources
            from Match type in TypeName().Matches(WithoutTextAndComments(SourceTree.Read(file)))
            where Vague().IsMatch(type.Groups[1].Value)
            select $"{file}: {type.Groups[1].Value}");

    [Fact]
    public void No_interface_has_a_single_implementation()
    {
        string[] assemblies = ["Engine", "Engine.EntityFramework", "EmbeddedPostgres", "Statements", "Persistence", "GraphApi"];
        var types = assemblies.SelectMany(name => Assembly.Load($"GraphBlog.{name}").GetTypes()).ToList();
        Assert.Empty(
            from type in types
            where type.IsInterface && types.Count(other => other.IsClass && Implements(other, type)) == 1
            select type.FullName);

        static bool Implements(Type type, Type contract)
            => type.GetInterfaces().Any(one => (one.IsGenericType ? one.GetGenericTypeDefinition() : one) == contract);
    }

    [Fact]
    public void The_tenant_is_set_in_one_place()
        => Assert.Equal(
            ["src/Persistence/Tenancy/ContextStatement.cs"],
            SourceTree.Files("src", ".cs").Where(file => SourceTree.Read(file).Contains("set_config(")));

    [Fact]
    public void Each_way_to_be_a_tenant_is_taken_in_one_place()
        => Assert.Equal(
            [
                "ForArchive src/Persistence/Upkeep/BlogUpkeep.cs",
                "ForFeed src/GraphApi/ChangeFeed/OrganisationFeed.cs", "ForFeeds src/GraphApi/ChangeFeed/ChangeHub.cs",
                "ForImport src/GraphApi/Hosting/Import.cs",
                "ForRequest src/GraphApi/Tenancy/RequestInterceptor.cs", "ForSeed src/Persistence/Demo/DemoPeople.cs",
            ],
            SourceTree.Files("src", ".cs")
                .SelectMany(file => TenantFactory().Matches(SourceTree.Read(file)).Select(made => $"{made.Groups[1].Value} {file}"))
                .Order(StringComparer.Ordinal));

    [Fact]
    public void No_file_names_a_registry_or_a_place_on_somebodys_machine()
        => Assert.Empty(
            from file in SourceTree.Files()
            where IsText(file)
            from Match match in Place().Matches(SourceTree.Read(file))
            select $"{file}: {match.Value}");

    [Fact]
    public void Whatever_is_to_be_read_with_a_file_is_there()
    {
        var all = SourceTree.Files().Select(file => $"/{file}/").ToList();
        Assert.Empty(
            from file in SourceTree.Files("src", ".sql")
            from Match list in ReadWith().Matches(SourceTree.Read(file))
            from Match name in PathName().Matches(list.Value)
            where !all.Exists(one => one.Contains($"/{name.Value}/"))
            select $"{file}: {name.Value}");
    }

    [Fact]
    public void Nothing_is_left_to_do()
        => Assert.DoesNotContain(
            SourceTree.Files(), file => IsText(file) && Unfinished().IsMatch(SourceTree.Read(file)));

    // .NET's $ lets a line end come after it.
    [Fact]
    public void A_pattern_that_ends_with_its_text_says_so()
        => Assert.Empty(
            from file in SourceTree.Files("src", ".cs")
            from Match pattern in Pattern().Matches(SourceTree.Read(file))
            where LineEnd().IsMatch(pattern.Value) && !pattern.Value.Contains("RegexOptions.Multiline")
            select $"{file}: {pattern.Value}");

    private static readonly Dictionary<string, string> s_roots = new()
    {
        ["src/"] = "GraphBlog.",
        ["tests/"] = "GraphBlog.",
        ["tests/GraphBlog."] = "GraphBlog.",
        ["tests/Shared"] = "GraphBlog.Tests.Shared",
        ["bench"] = "GraphBlog.Bench",
    };

    private static readonly HashSet<string> s_nouns = ["post", "comment", "user", "audit", "trash", "slug", "tenant", "organisation"];

    // HTTP's POST, members of the GraphQL library's contexts, and the comments of a GraphQL document.
    private static readonly HashSet<string> s_notOurs = ["IsPost", "UserContext", "FieldContext.cs User", "Comments", "comments"];

    private static string Key(Match found)
    {
        var (isStatic, alias, name) = (found.Groups["static"].Success, found.Groups["alias"].Value, found.Groups["name"].Value);
        return alias != "" ? $"2 {alias}"
            : $"{(isStatic ? 1 : 0)}{($"{name}.".StartsWith("System.") ? 0 : 1)} {name.ToLowerInvariant().Replace('.', '\t')}";
    }

    private static XDocument Project(string name) => XDocument.Load(SourceTree.Path($"src/{name}/{name}.csproj"));

    private static IEnumerable<string> References(XDocument project, string kind)
        => project.Descendants(kind).Select(item => item.Attribute("Include")!.Value);

    // This file spells what it looks for.
    private static bool IsText(string file) => !Binary().IsMatch(file) && !file.EndsWith("/HouseRulesTests.cs");

    private static string WithoutTextAndComments(string source) => TextOrComment().Replace(source, " ");

    // Raw strings, then strings with their escapes, characters, and comments of both kinds.
    [GeneratedRegex("""
        \"{3,}[\s\S]*?\"{3,}|\"(\\.|[^\"\\\n])*\"|'(\\.|[^'\\\n])+'|//[^\n]*|/\*[\s\S]*?\*/
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex TextOrComment();

    [GeneratedRegex(@"\bTenantContext\.(For\w+)\(")]
    private static partial Regex TenantFactory();

    [GeneratedRegex(@"[A-Za-z_]\w*")]
    private static partial Regex Identifier();

    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Words();

    [GeneratedRegex(@"^-- Read with:.*(\n--  .*)*", RegexOptions.Multiline)]
    private static partial Regex ReadWith();

    [GeneratedRegex(@"(?:[\w.-]+/)*[\w.-]+\.(?:cs|sql|md)\b|\b(?:src|tests|docs)(?:/[\w.-]+)+\b")]
    private static partial Regex PathName();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^using (?<static>static )?((?<alias>\w+) = )?(?<name>[\w.]+).*;$", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(@"\b(?:class|record|struct|interface|enum|delegate [\w<>?]+)\s+(?:struct\s+|class\s+)?([A-Z]\w*)")]
    private static partial Regex TypeName();

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utility|Service|Repository|Handler|Base|Impl)$")]
    private static partial Regex Vague();

    [GeneratedRegex(@"\[GeneratedRegex\(.*|\bRegex\.\w+\(.*|new Regex\(.*")]
    private static partial Regex Pattern();

    [GeneratedRegex("""[^ (,][$][")|]""")]
    private static partial Regex LineEnd();

    [GeneratedRegex(@"\.(png|ico|woff2?|jpg)$")]
    private static partial Regex Binary();

    [GeneratedRegex(@"(registry|repo1?)\.[a-z]+\.(org|com)|/v3/index\.json|/home/\w+|/Users/\w+|/work/|C:\\Users")]
    private static partial Regex Place();

    [GeneratedRegex(@"^(src/|tests/Shared|tests/(GraphBlog\.)?|bench)")]
    private static partial Regex RootFolder();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Unfinished();
}
