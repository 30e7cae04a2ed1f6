using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GraphBlog.Engine.Http;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>Clients that ask, and then read nothing of the answer.</summary>
public sealed class SilentClientTests
{
    private const int Megabyte = 1_000_000;
    private const string Ticks = "subscription { ticks(to: 100000) { number text(size: 1000000) } }";

    [Fact]
    public async Task An_answer_that_nobody_reads_is_dropped_in_time()
    {
        await using var server = await TestServer.StartAsync(o => Patient(o, TimeSpan.FromSeconds(1)));
        var silent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(server, "application/json", LargeQuery())));
        await UntilAsync(() => server.Answers.Held > 8 * 10 * Megabyte);
        await UntilAsync(() => server.Answers.Held == 0);
        foreach (var client in silent)
        {
            Assert.InRange(await RestAsync(client), 0, 15 * Megabyte);
            client.Dispose();
        }

        Assert.Equal("world", (await server.QueryAsync("{ hello }")).Data.GetProperty("hello").GetString());
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task Whoever_reads_slowly_gets_all_of_it()
    {
        await using var server = await TestServer.StartAsync(o => Patient(o, TimeSpan.FromSeconds(2)));
        using var client = await AskAsync(server, "application/json", LargeQuery(), receiveBuffer: 1024 * 1024);
        var (buffer, read) = (new byte[2 * Megabyte], 0);
        while (read < 16 * Megabyte)
        {
            await Task.Delay(200);
            // No more than is still to come: the connection stays open, and to wait on it is to wait for its time to be over.
            read += await client.GetStream().ReadAtLeastAsync(buffer, Math.Min(Megabyte, (16 * Megabyte) - read), throwOnEndOfStream: false);
        }

        Assert.InRange(read, 16 * Megabyte, 18 * Megabyte);
    }

    [Fact]
    public async Task An_event_stream_that_nobody_reads_is_dropped_in_time()
    {
        await using var server = await TestServer.StartAsync(o => Patient(o, TimeSpan.FromSeconds(1)));
        var silent = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AskAsync(server, "text/event-stream", Body(Ticks))));
        await UntilAsync(() => server.Answers.Held >= 4 * Megabyte);
        await UntilAsync(() => server.Answers.Held == 0);
        foreach (var client in silent)
        {
            Assert.InRange(await RestAsync(client), 1, 30 * Megabyte);
            client.Dispose();
        }

        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task A_socket_that_nobody_reads_is_dropped_in_time()
    {
        await using var server = await TestServer.StartAsync(o => Patient(o, TimeSpan.FromSeconds(1)));
        await using var client = await server.ConnectAsync();
        await client.SubscribeAsync("1", Ticks);
        await UntilAsync(() => server.Answers.Held >= Megabyte);
        await UntilAsync(() => server.Answers.Held == 0 && server.Seats.Left.Count > 3);
        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            while (true)
            {
                await client.NextAsync();
            }
        });
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task A_socket_on_which_too_much_waits_is_dropped_at_once()
    {
        await using var server = await TestServer.StartAsync(o =>
        {
            Patient(o, TimeSpan.FromMinutes(5));
            o.MaxAnswerBytes = 4 * Megabyte;
        });
        await using var client = await server.ConnectAsync();
        for (var id = 0; id < 20; id++)
        {
            await client.SubscribeAsync($"{id}", Ticks);
        }

        await Task.Delay(TimeSpan.FromSeconds(2));      // it reads nothing
        await UntilAsync(() => server.Answers.Held == 0);
        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            while (true)
            {
                await client.NextAsync();
            }
        });
    }

    [Fact]
    public async Task Many_streams_that_nobody_reads_take_no_more_together_than_there_is_and_others_are_served()
    {
        const int Together = 40 * Megabyte;
        await using var server = await TestServer.StartAsync(
            o =>
            {
                Patient(o, TimeSpan.FromMinutes(5));
                o.MaxAnswerBytesTogether = Together;
            },
            services => services.AddEventRetries(new(_ => false, TimeSpan.FromSeconds(30))));
        var silent = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => AskAsync(server, "text/event-stream", Body(Ticks))));
        var highest = 0L;
        for (var time = 0; time < 50; time++)
        {
            highest = Math.Max(highest, server.Answers.Held);
            Assert.Equal(200, (await server.QueryAsync("{ hello }")).Status);
            await Task.Delay(100);
        }

        Assert.InRange(highest, 20 * Megabyte, Together);
        using var reader = await server.StreamAsync("subscription { ticks(to: 3) { number text(size: 1000000) } }");
        var events = await reader.RestAsync();
        Assert.Equal((4, "event: complete\ndata:"), (events.Count, events[^1]));
        Array.ForEach(silent, client => client.Dispose());
    }

    private static void Patient(GraphQLServerOptions options, TimeSpan timeout)
    {
        options.WriteTimeout = timeout;
        options.MaxAnswerBytes = 32 * Megabyte;
        options.MaxBodyBytes = 2 * Megabyte;
    }

    private static string Body(string query, object? variables = null) => JsonSerializer.Serialize(new { query, variables });

    /// <summary>A query whose answer has 16 megabytes, which no buffer of a connection holds.</summary>
    private static string LargeQuery() => Body(
        $"query($t: String) {{ {string.Join(' ', Enumerable.Range(0, 16).Select(i => $"a{i}: echo(text: $t)"))} }}",
            new { t = new string('x', Megabyte) });

    private static async Task<TcpClient> AskAsync(TestServer server, string accept, string body, int receiveBuffer = 16 * 1024)
    {
        var client = new TcpClient { ReceiveBufferSize = receiveBuffer };
        if (OperatingSystem.IsLinux())
        {
            // As large as a network's segments. Loopback's have 64 kB, and into a smaller window one goes only when a timer says so, in
            // half a second.
            const int MaxSegment = 2;
            client.Client.SetRawSocketOption((int)SocketOptionLevel.Tcp, MaxSegment, BitConverter.GetBytes(1_400));
        }

        await client.ConnectAsync(server.Url.Host, server.Url.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"POST /graphql HTTP/1.1\r\nHost: {server.Url.Authority}\r\nContent-Type: application/json\r\nAccept: {accept}\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        return client;
    }

    /// <summary>How many bytes are still to be had of a connection that was cut.</summary>
    private static async Task<int> RestAsync(TcpClient client)
    {
        var (buffer, read) = (new byte[Megabyte], 0);
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            while (await client.GetStream().ReadAsync(buffer, patience.Token) is > 0 and var length)
            {
                read += length;
            }
        }
        catch (IOException)
        {
            // reset
        }

        return read;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var time = 0; !condition(); time++)
        {
            Assert.True(time < 300, "It did not happen within 30 seconds.");
            await Task.Delay(100);
        }
    }
}
