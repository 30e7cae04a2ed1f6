using GraphBlog.Engine.Execution;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Tests.Http;

public sealed class DocumentCacheTests
{
    private readonly DocumentCache _cache = new();

    [Fact]
    public void The_least_recently_used_document_is_forgotten_first()
    {
        for (var i = 0; i < DocumentCache.MaxDocuments; i++)
        {
            _cache.Add($"{i}", Document());
        }

        Assert.NotNull(_cache.Find("0"));
        _cache.Add("one more", Document());
        Assert.Equal(DocumentCache.MaxDocuments, _cache.Count);
        Assert.NotNull(_cache.Find("0"));
        Assert.Null(_cache.Find("1"));
        Assert.NotNull(_cache.Find("one more"));
    }

    [Fact]
    public void Characters_are_bounded_as_well_as_documents()
    {
        for (var i = 0; i < 100; i++)
        {
            _cache.Add(new string('x', 100_000) + i, Document());
        }

        Assert.InRange(_cache.Count, 15, 20);
        _cache.Add(new string('y', 1_000_000), Document());
        Assert.Null(_cache.Find(new string('y', 1_000_000)));
        Assert.InRange(_cache.Count, 15, 20);
    }

    [Fact]
    public async Task A_document_asked_again_is_executed_anew()
    {
        await using var server = await TestServer.StartAsync();
        const string Query = "query($t: String) { echo(text: $t) echo(text: $t) item { ...F } }"
            + "fragment F on Item { name(as: $t) name(as: $t) }";
        for (var i = 0; i < 3; i++)
        {
            var answer = await server.QueryAsync(Query, new { t = $"t{i}" });
            Assert.Equal("""{"data":{"echo":"text=t#","item":{"name":"t#"}}}""".Replace("#", $"{i}"), answer.Body);
        }
    }

    private static ValidDocument Document()
        => new(new GraphQLDocument([]), new SourceText(""), new Dictionary<GraphQLOperationDefinition, OperationCost>());
}
