using GraphBlog.Engine.Http;
using Microsoft.AspNetCore.Http;
using Xunit.Abstractions;

namespace GraphBlog.Engine.Tests.Http;

public sealed class SubscriptionClientTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_clients_that_people_use_find_what_they_expect()
    {
        await using var server = await TestServer.StartAsync(
            o => o.KeepAliveInterval = TimeSpan.FromMilliseconds(200), s => s.AddHttpRequestInterceptor<OnlyAda>());
        if (await NodeScript.RunAsync(output, "tests/subscription-clients", "clients.mjs", server.Url.ToString()) is not { } report)
        {
            return;
        }

        Assert.Contains("15 checks, 15 ok", report);
        while (await server.Streams.Opened.WaitAsync(0))
        {
            await StreamJournal.ReachAsync(server.Streams.Ended);
        }

        Assert.All(server.Log.Errors, error => Assert.Contains("secret_table", error.Exception!.Message));      // those that were asked for
    }

    private sealed class OnlyAda(Seat seat) : HttpRequestInterceptor
    {
        public override ValueTask OnCreateAsync(HttpContext http, CancellationToken ct)
        {
            seat.Viewer = http.Request.Headers.Authorization == "Bearer ada" ? "ada"
                : throw new GraphQLRequestException("Sign in.", "UNAUTHENTICATED", 401);
            return default;
        }
    }
}
