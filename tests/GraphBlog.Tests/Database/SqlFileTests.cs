using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Database;

/// <summary>The SQL reads top to bottom: what runs once is in Schema, what runs again in Code, and every function stands once.</summary>
public sealed partial class SqlFileTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private static readonly IReadOnlyList<string> s_schema = SourceTree.Files("src/Persistence/Sql/Schema/"), s_code = SourceTree.Files("src/Persistence/Sql/Code/");

    [Fact]
    public async Task Every_function_of_a_fresh_database_is_defined_once()
    {
        await using var owner = await db.EnterAsAsync("gb_owner", null, null);
        var existing = await owner.ColumnAsync<string>(
            """
            select p.pronamespace::regnamespace || '.' || p.proname from pg_proc p
             where p.pronamespace::regnamespace::text in ('blog', 'audit', 'app')
               and not exists (select from pg_trigger t where t.tgfoid = p.oid and t.tgname = 'z_audit')      -- app.protect() makes these
            """);
        var defined = s_code.SelectMany(file => Function().Matches(SourceTree.Read(file))).Select(function => function.Groups[1].Value);
        Assert.Equal(existing.Order(StringComparer.Ordinal), defined.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Schema_defines_tables_and_Code_defines_none()
    {
        Assert.True(s_schema.Count > 5 && s_code.Count > 15, "The SQL files were not found.");
        Assert.DoesNotContain(s_schema, file => CodeStatement().IsMatch(SourceTree.Read(file)));
        Assert.DoesNotContain(s_code, file => SchemaStatement().IsMatch(SourceTree.Read(file)));
    }

    [Fact]
    public void A_file_says_its_name_and_its_purpose_first_and_has_a_number_of_its_own()
    {
        foreach (var folder in new[] { s_schema, s_code })
        {
            Assert.Equal(folder.Count, folder.Select(file => Path.GetFileName(file)[..4]).Distinct().Count());
            Assert.All(folder, file => Assert.StartsWith($"-- {Path.GetFileName(file)}\n-- Purpose:   ", SourceTree.Read(file)));
        }
    }

    [Fact]
    public void A_Schema_file_of_a_release_is_never_edited()
    {
        var released = SourceTree.Read("tests/GraphBlog.Tests/Releases/schema.sha256").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#').Select(line => line.Split("  ")).ToDictionary(line => line[1], line => line[0]);
        Assert.True(released.Count >= 10, "The checksums of the release were not found.");
        Assert.All(released, file => Assert.True(
            s_schema.SingleOrDefault(path => Path.GetFileName(path) == file.Key) is { } path
                && Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(SourceTree.Read(path)))) == file.Value,
            $"{file.Key} was released: databases have run it, and will not again. Put it back as it was, and what you want to change into a new "
                + "Schema file with a higher number, run by a new migration (docs/decisions/0035-schema-and-code.md)."));
        Assert.All(s_schema.Select(path => Path.GetFileName(path)).Where(file => !released.ContainsKey(file)), file => Assert.True(
            string.CompareOrdinal(file, released.Keys.Max(StringComparer.Ordinal)) > 0,
            $"{file} is new, and has to have a higher number than those that were released, since it runs after them."));
    }

    [GeneratedRegex(@"^create (?:or replace )?(?:function|aggregate) ([a-z_.]+)", RegexOptions.Multiline)]
    private static partial Regex Function();

    [GeneratedRegex("^create (or replace )?(function|aggregate|view|trigger|policy)", RegexOptions.Multiline)]
    private static partial Regex CodeStatement();

    [GeneratedRegex("^(create|alter|drop) (table|sequence|schema|role|(unique )?index)(?! [a-z._]+ (alter column [a-z_]+ set default|owner))", RegexOptions.Multiline)]
    private static partial Regex SchemaStatement();
}
