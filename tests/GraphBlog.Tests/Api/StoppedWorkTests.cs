using System.Diagnostics;
using System.Text.Json;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>What is refused for its time is not worked on any longer, whatever it is.</summary>
[Collection(nameof(Alone))]
public sealed class StoppedWorkTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    private const int Each = 8;

    /// <summary>Work that would take seconds, of each kind that takes a processor's time here or in the database.</summary>
    private static readonly Dictionary<string, Func<string, object>> s_hostile = new()
    {
        ["rendering"] = id => new { query = "query($id: ID!) { post(id: $id) { bodyHtml a: revision(version: 1) { bodyHtml } } }", variables = new { id } },
        ["merging"] = id => Update(id, "MERGE", Words(3)),
        ["explaining"] = id => Update(id, "REJECT", Words(4)),
        ["comparing"] = id => new { query = "query($id: ID!) { post(id: $id) { diff(from: 1) { before after } } }", variables = new { id } },
        ["searching"] = _ => new
        {
            query = "query($s: String!) { posts(first: 100, search: $s) { nodes { id body } } }",
            variables = new { s = string.Join(' ', Enumerable.Range(0, 200).Select(n => $"word{n % 7}")) },
        },
        ["filtering"] = _ => new
        {
            query = "query($w: PostFilterInput!) { posts(first: 100, where: $w) { nodes { id body } } }",
            variables = new { w = new { or = Enumerable.Range(0, 40).Select(n => new { body = new { icontains = $"%a_%{n}%" } }) } },
        },
        ["undoing"] = _ => new
        {
            query = "mutation { revertChanges(input: { where: { changedAt: { gt: \"2000-01-01T00:00:00Z\" } }, atMost: 1000, dryRun: true }) { requestId } }",
        },
        ["validating"] = n => new { query = $"# {n}\n{{ {string.Concat(Enumerable.Range(0, 190).Select(i => $"a{i}: viewer {{ ...F }} "))} }} fragment F on Viewer {{ role }}" },
    };

    public static TheoryData<string> Kinds => [.. s_hostile.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_second_after_the_refusal_nobody_works_on_it(string kind)
    {
        await using var patient = await TestServer.StartAsync(db, "Production", "--GraphQL:ExecutionTimeout=00:00:30");
        var posts = new List<string>();
        for (var number = 0; number < Each; number++)
        {
            var id = (await patient.DoAsync("createPost", new { title = $"{kind} {number}", body = Words(1), status = "PUBLISHED" })).Id();
            await patient.DoAsync("updatePost", new { id, expectedVersion = 1, body = kind == "rendering" ? $"{number}\n" + Many("a\n-\n") : Words(2) });
            posts.Add(id);
        }

        await using var hasty = await TestServer.StartAsync(db, "Production", "--GraphQL:ExecutionTimeout=00:00:00.200");
        await hasty.PostAsync("{ viewer { role } }");
        var answers = await Task.WhenAll(posts.SelectMany(id => Enumerable.Repeat(id, 4))
            .Select(id => hasty.SendAsync(JsonSerializer.Serialize(s_hostile[kind](id)), hasty.Token(TestServer.Ada))));
        Assert.All(answers, answer => Assert.Contains(answer.Status, new[] { 200, 400, 503, 504 }));
        await Task.Delay(1000);

        var (working, before) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.GetTimestamp());
        await Task.Delay(500);
        using var after = Process.GetCurrentProcess();
        var share = (after.TotalProcessorTime - working) / Stopwatch.GetElapsedTime(before);
        Assert.True(share < 0.3, $"{kind}: {share:P0} of a processor, after {string.Join(", ", answers.GroupBy(one => one.Status).Select(g => $"{g.Count()} of {g.Key}"))}");
        Assert.Equal(0L, await db.OwnerScalarAsync(
            "select count(*) from pg_stat_activity where usename = 'gb_app' and state = 'active' and datname = current_database()"));
    }

    private static object Update(string id, string onConflict, string body) => new
    {
        query = "mutation($input: UpdatePostInput!) { updatePost(input: $input) { post { version } errors { ... on ConcurrencyError { mergeable conflicts { field pieces { __typename } } } } } }",
        variables = new { input = new { id, expectedVersion = 1, body, onConflict } },
    };

    private static string Words(int seed)
    {
        var random = new Random(seed);
        return string.Join(' ', Enumerable.Range(0, 200_000).Select(_ => (char)('a' + random.Next(26))));
    }

    private static string Many(string piece) => string.Concat(Enumerable.Repeat(piece, 250_000));
}
