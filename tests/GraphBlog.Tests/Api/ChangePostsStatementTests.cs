using GraphBlog.Tests.Fixtures;
using Snapshooter.Xunit;
using static GraphBlog.Tests.Api.PostChanges;

namespace GraphBlog.Tests.Api;

/// <summary>What changes of several posts cost the database: a paragraph of the golden file is a round trip.</summary>
public sealed class ChangePostsStatementTests(TestServer server) : IClassFixture<TestServer>
{
    [Fact]
    public async Task However_many_they_are_the_database_is_asked_as_often()
    {
        async Task<IReadOnlyList<string>> SentAsync(int count)
        {
            var ids = await server.ManyAsync(count, $"asked-{count}");
            return await server.StatementsOfAsync(Change, new { input = new { changes = ids.Select((id, i) => i % 2 == 0 ? Update(id, 1, "Changed") : Delete(id)) } });
        }

        Assert.Equal((await SentAsync(4)).Count, (await SentAsync(100)).Count);
    }

    [Fact]
    public async Task The_statements_of_a_few()
    {
        var ids = await server.ManyAsync(3, "few");
        await server.DoAsync("deletePost", new { id = ids[2], expectedVersion = 1 });
        var sent = await server.StatementsOfAsync(
            Change, new { input = new { changes = new[] { Update(ids[1], 1, "Changed"), Delete(ids[0]), new { restore = new { id = ids[2], expectedVersion = 2 } } } } });
        var stale = await server.StatementsOfAsync(Change, new { input = new { changes = new[] { Update(ids[1], 2, "Changed again"), Update(ids[2], 2, "Stale") } } });
        Snapshot.Match(string.Join("\n\n======== then ========\n\n", new[] { sent, stale }.Select(one => string.Join("\n\n", one).ReplaceLineEndings("\n"))));
    }
}
