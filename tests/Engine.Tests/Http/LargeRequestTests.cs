using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using static GraphBlog.Engine.Tests.Http.RateLimitTests;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>What is dear to read: it is paid for, and read for nobody else.</summary>
public sealed class LargeRequestTests
{
    [Fact]
    public async Task A_large_request_pays_for_its_size_however_it_carries_it_and_whichever_way_it_comes()
    {
        await using var server = await StartAsync(o => o.CostPerMinuteOfClient = 1000);
        static string Large(int bytes)
            => JsonSerializer.Serialize(new { query = "{ hello }", variables = new { unused = new string('x', bytes - 47) } });
        static int Left(Answer answer) => int.Parse(answer.Headers["RateLimit"].Split('=', ';')[2]);
        Task<Answer> PostAsync(string body, string who) => server.PostAsync(body, "application/graphql-response+json", ("Authorization", who));

        await AskAsync(server, "{ hello }", "1/1");
        Assert.Equal(999, Left(await PostAsync(Large(4096), "1/2")));
        Assert.Equal(899, Left(await PostAsync(Large(4096 + 1600), "1/3")));
        Assert.Equal(898, Left(await PostAsync($"[{Large(4096 + 1600)},{Large(4096)}]", "1/4")));
        Assert.Equal((429, "RATE_LIMITED"), Told(await PostAsync(Large(4096 + 16_000), "1/2")));
        await using var socket = await server.ConnectAsync(new { authorization = "1/5" });
        await socket.SubscribeAsync("1", "{ hello }", new { unused = new string('x', 4096 + 15_900) });
        Assert.Equal(2, (await socket.AllAsync("1")).Count);
        await socket.SubscribeAsync("2", "{ hello }", new { unused = new string('x', 4096 + 1600) });
        Assert.Contains("RATE_LIMITED", Assert.Single(await socket.AllAsync("2")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1/1", "429", "RATE_LIMITED")]
    [InlineData("nobody", "401", "AUTH_NOT_AUTHENTICATED")]
    public async Task A_large_request_is_not_read_for_somebody_who_cannot_pay_or_is_nobody(string who, string status, string code)
    {
        await using var server = await StartAsync(o => o.CostPerMinuteOfClient = 1000);
        await AskAsync(server, $"{{ hello }} #{new string('x', 15_000)}", "1/1");
        const int Large = 4096 + 8000;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Url.Host, server.Url.Port);
        using var answers = new StreamReader(client.GetStream());

        // The answer comes while nothing is sent but what is to come.
        await SendAsync(Request(Large));
        var (head, body) = await NextAsync();
        Assert.StartsWith($"HTTP/1.1 {status}", head, StringComparison.Ordinal);
        Assert.Contains($"\"code\":\"{code}\"", body, StringComparison.Ordinal);
        Assert.Equal(status == "429", head.Contains("Retry-After: ", StringComparison.Ordinal));
        Assert.Equal(status == "429", head.Contains("RateLimit: \"client\";r=", StringComparison.Ordinal));

        // Who sends it all the same is understood as before.
        await SendAsync(new string('x', Large));
        const string Hello = """{"query":"{ hello }"}""";
        await SendAsync(Request(Hello.Length, "1/2") + Hello);
        Assert.StartsWith("HTTP/1.1 200", (await NextAsync()).Head, StringComparison.Ordinal);

        string Request(int length, string? sender = null)
            => $"POST /graphql HTTP/1.1\r\nHost: {server.Url.Authority}\r\nAuthorization: {sender ?? who}\r\nContent-Type: application/json\r\n"
                + $"Content-Length: {length}\r\n\r\n";
        Task SendAsync(string text) => client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(text)).AsTask();
        async Task<(string Head, string Body)> NextAsync()
        {
            var head = new StringBuilder();
            while (await answers.ReadLineAsync() is { Length: > 0 } line)
            {
                head.Append(line).Append('\n');
            }

            var length = int.Parse(Regex.Match(head.ToString(), @"Content-Length: (\d+)").Groups[1].Value);
            var answer = new char[length];
            await answers.ReadBlockAsync(answer);
            return (head.ToString(), new(answer));
        }
    }

    [Fact]
    public async Task Who_may_no_more_once_a_large_request_has_been_read_is_refused()
    {
        await using var server = await StartAsync(o => o.CostPerMinuteOfClient = 1000);
        Assert.Equal((403, "AUTH_RIGHTS_CHANGED"), Told(await AskAsync(server, $"{{ hello }} #{new string('x', 5000)}", "1/0")));
        Assert.Equal(200, (await AskAsync(server, $"{{ hello }} #{new string('x', 5000)}", "1/1")).Status);
        Assert.Equal(200, (await AskAsync(server, "{ hello }", "1/0")).Status);      // of which it is asked when it has been read
    }
}
