using System.Diagnostics;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>
/// Requests built to make the server work far more than the client. Each took the engine from ten seconds to minutes before its bound was
/// set, or is as large as a bound allows; each must now be answered well within the time that one request may take.
/// </summary>
public sealed class CostOfRefusalTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync();
        await _server.QueryAsync("{ hello unknown }");
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public static TheoryData<string, string> Attacks() => new()
    {
        { "a syntax error at the end of a line of a mebibyte", new string(' ', 1_000_000) + "{ hello" },
        { "a bad character at the end of such a line", new string(',', 1_000_000) + "?" },
        { "an unfinished string of a mebibyte", "{ echo(text: \"" + new string('x', 1_000_000) },
        { "a name of a mebibyte", "{ " + new string('x', 1_000_000) + " }" },
        { "a number of a mebibyte", "{ echo(number: " + new string('9', 1_000_000) + ") }" },
        { "unknown fields", "{ item { " + Join(9_000, i => $"x{i}") + new string(' ', 900_000) + "} }" },
        { "unknown fields behind a long space", "{ item { " + new string(' ', 900_000) + Join(9_000, i => $"x{i}") + "} }" },
        { "as many repeats as may be", "{ item { items(first: 10) { " + Join(300, _ => "self { id }") + "} } }" },
        { "as many spreads as may be", "{ items(first: 10) { " + Fragments(440) },
        { "one field over and over", "{ item { " + Join(18_000, _ => "id") + "} }" },
        { "one field in many fragments", "{ item { " + Fragments(1_900) },
        { "pairs at each level", "{ item " + Pairs(12) + " }" },
        { "conflicting arguments", "{ item { " + Join(1_500, i => $"name(as: \"{i}\")") + "} }" },
        { "many operations over one fragment", Operations(50, fields: 350) },
        { "unused fragments", "{ hello }" + Join(2_000, i => $"fragment F{i} on Item {{ id }}") },
        { "a long chain of fragments", "{ item { ...F0 } }" + Join(2_000, i => $"fragment F{i} on Item {{ ...F{i + 1} }}") },
        { "many wrong list items", "{ echo(list: [" + Join(15_000, _ => "\"x\"") + "]) }" },
        { "many variables", Variables(3_000) + "{ hello }" },
        { "many unused variables behind a long space", new string(' ', 900_000) + Variables(3_000) + "{ hello }" },
        { "as many conflicts as may be", new string(' ', 900_000) + "{ item { " + Join(440, i => $"name(as: \"{i}\")") + "} }" },
        { "as many fragments as may be", "{ item { " + Fragments(440) },
        { "as many pairs at each level as may be", "{ item " + Pairs(8) + " }" },
        { "as many operations as may be", Operations(50, fields: 60) },
        { "as many directives as may be", "{ item { " + Join(140, _ => "id " + Join(20, _ => "@include(if: true)")) + " } }" },
        { "as many variables as may be", Variables(500) + "{ echo(list: [" + Join(6_000, i => $"$v{i % 500}") + "]) }" },
        { "many directives", "{ hello " + Join(4_000, _ => "@include(if: true)") + " }" },
        { "many arguments", "{ echo(" + Join(6_000, i => $"a{i}: 1") + ") }" },
    };

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task An_attack_is_answered_in_moments(string attack, string query)
    {
        var clock = Stopwatch.StartNew();
        var answer = await _server.QueryAsync(query, operationName: query.Contains("query A0") ? "A0" : null);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(8), $"{attack}: {clock.Elapsed}");
        Assert.Contains(answer.Status, new[] { 200, 400 });
        Assert.True(answer.Body.Length < 30_000 || answer.HasData, $"{attack}: {answer.Body.Length} characters");
    }

    private static string Join(int count, Func<int, string> item) => string.Join(' ', Enumerable.Range(0, count).Select(item));

    private static string Fragments(int count)
        => Join(count, i => $"...F{i}") + "} }" + Join(count, i => $"fragment F{i} on Item {{ id }}");

    private static string Operations(int count, int fields)
        => Join(count, i => $"query A{i} {{ item {{ ...F }} }}") + $"fragment F on Item {{ {Join(fields, _ => "id")} }}";

    private static string Variables(int count) => $"query({Join(count, i => $"$v{i}: Int")})";

    private static string Pairs(int depth) => depth == 0 ? "{ id }" : $"{{ self {Pairs(depth - 1)} self {Pairs(depth - 1)} }}";
}
