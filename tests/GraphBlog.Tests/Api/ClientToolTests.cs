using Xunit.Abstractions;
using TestServer = GraphBlog.Tests.Fixtures.TestServer;

namespace GraphBlog.Tests.Api;

public sealed class ClientToolTests(TestServer server, ITestOutputHelper output) : IClassFixture<TestServer>
{
    [Fact]
    public async Task The_compilers_and_clients_that_people_use_take_the_schema_and_the_answers()
    {
        if (await NodeScript.RunAsync(output, "tests/client-tools", "tools.mjs", $"{server.Url}/graphql", server.Token(TestServer.Ada)) is { } report)
        {
            Assert.Contains("28 checks, 28 ok", report);
        }
    }
}
