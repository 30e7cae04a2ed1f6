using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Api;

/// <summary>An answer never contradicts itself: all of a query is read from one snapshot.</summary>
public sealed class SnapshotTests(TestServer server) : IClassFixture<TestServer>
{
    private const int Writes = 300;      // each test sees to it that many of them were seen

    [Fact]
    public async Task No_reader_sees_half_of_a_transaction()
    {
        var (a, b) = ((await server.CreateAsync("0", "half-a")).Key(), (await server.CreateAsync("0", "half-b")).Key());
        using var writing = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(_ => ReadAsync(a, b, writing.Token)).ToList();
        for (var n = 1; n <= Writes; n++)
        {
            await using var session = await server.Database.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
            await session.ExecuteAsync($"update blog.posts_all set title = '{n}' where id = {a}");
            await session.ExecuteAsync($"update blog.posts_all set title = '{n}' where id = {b}");
            await session.CommitAsync();
        }

        await writing.CancelAsync();
        var seen = (await Task.WhenAll(readers)).SelectMany(titles => titles).ToList();
        Assert.DoesNotContain(seen, titles => titles.First != titles.Second);
        Assert.True(seen.Distinct().Count() > 10, $"Only {seen.Distinct().Count()} states were seen, so nothing is proved.");
    }

    /// <summary>In one round trip, where the history needs no more than the id; then in a snapshot, as the count is a read of its own.</summary>
    [Theory]
    [InlineData("nodes { version }")]
    [InlineData("nodes { version changedBy { handle } }")]
    [InlineData("nodes { version } totalCount")]
    public async Task A_post_and_what_a_loader_adds_to_it_are_of_the_same_moment(string history)
    {
        var id = (await server.CreateAsync("0", $"counted-{history.Length}")).Key();
        using var writing = new CancellationTokenSource();
        var reader = Task.Run(async () =>
        {
            var answers = new List<(int Version, int Newest)>();
            while (!writing.IsCancellationRequested)
            {
                var post = await server.FindAsync(ApiCalls.PostId(id), $"version auditHistory(first: 1) {{ {history} }}");
                answers.Add((post.Version(), post.GetProperty("auditHistory").GetProperty("nodes")[0].Version()));
            }

            return answers;
        });
        for (var n = 1; n <= Writes; n++)
        {
            await using var session = await server.Database.EnterAsync(TestDatabase.Acme, TestDatabase.Ada);
            await session.ExecuteAsync($"update blog.posts_all set title = '{n}' where id = {id}");
            await session.CommitAsync();
        }

        await writing.CancelAsync();
        var seen = await reader;
        Assert.DoesNotContain(seen, answer => answer.Version != answer.Newest);
        Assert.True(seen.Distinct().Count() > 5, $"Only {seen.Distinct().Count()} states were seen, so nothing is proved.");
    }

    private async Task<List<(string First, string Second)>> ReadAsync(long a, long b, CancellationToken until)
    {
        var seen = new List<(string, string)>();
        while (!until.IsCancellationRequested)
        {
            var answer = await server.QueryAsync(
                "query($a: ID!, $b: ID!) { first: post(id: $a) { title } second: post(id: $b) { title } }",
                new { a = ApiCalls.PostId(a), b = ApiCalls.PostId(b) });
            seen.Add((answer.GetProperty("first").Text("title")!, answer.GetProperty("second").Text("title")!));
        }

        return seen;
    }
}
