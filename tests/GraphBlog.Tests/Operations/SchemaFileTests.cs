using System.Net.Http.Headers;
using GraphBlog.Tests.Api;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Operations;

/// <summary>The schema by GET, to whom introspection would tell it.</summary>
public sealed class SchemaFileTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private const string Allowed = "--GraphQL:AllowIntrospection=true";

    [Fact]
    public async Task It_is_the_schema_and_is_sent_once()
    {
        await using var server = await TestServer.StartAsync(database, "Production", Allowed);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/graphql?sdl")
        {
            Headers = { Authorization = new("Bearer", server.Token(TestServer.Guest)) },
        };
        using var response = await server.Client.SendAsync(request);
        Assert.Equal((200, "application/graphql; charset=utf-8"), ((int)response.StatusCode, response.Content.Headers.ContentType!.ToString()));
        Assert.Equal(SourceTree.Read("schema.graphql"), await response.Content.ReadAsStringAsync());

        using var again = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/graphql?sdl")
        {
            Headers = { Authorization = new("Bearer", server.Token(TestServer.Guest)) },
        };
        again.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Parse(response.Headers.ETag!.ToString()));
        var known = await server.SendAsync(again);
        Assert.Equal((304, ""), (known.Status, known.Body));
    }

    [Theory]
    [InlineData(Allowed, false, 401, "AUTH_NOT_AUTHENTICATED")]
    [InlineData("--GraphQL:AllowIntrospection=false", true, 403, "INTROSPECTION_DISABLED")]
    public async Task It_is_refused_as_introspection_is(string setting, bool hasToken, int status, string code)
    {
        await using var server = await TestServer.StartAsync(database, "Production", setting);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/graphql?sdl");
        request.Headers.Authorization = hasToken ? new("Bearer", server.Token(TestServer.Ada)) : null;
        var answer = await server.SendAsync(request);
        Assert.Equal((status, code), (answer.Status, answer.TheError().GetProperty("extensions").Text("code")));
        Assert.DoesNotContain("type Query", answer.Body);
    }
}
