using GraphBlog.Engine.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>How the events of a subscription execute, whatever they are sent by.</summary>
public sealed class EventTests
{
    [Fact]
    public async Task Each_event_has_a_scope_of_its_own_which_ends_with_it()
    {
        await using var server = await TestServer.StartAsync();
        using var stream = await server.StreamAsync("subscription { ticks(to: 3) { seat again: seat } }");
        var events = await stream.RestAsync();
        var seats = events[..3].Select(text => text.Split("seat\":")[1].Split(',')[0]).ToList();
        Assert.Equal(3, seats.Distinct().Count());
        Assert.All(seats, seat => Assert.Contains($"\"again\":{seat}}}", string.Concat(events)));
        Assert.Equal(seats.Select(int.Parse).Order(), server.Seats.Left.Where(left => seats.Contains(left.ToString())).Order());
    }

    [Theory]
    [InlineData("subscription { ticks { read } }", 0)]
    [InlineData("subscription { ticks { read again: read } }", 2)]
    public async Task An_event_that_may_read_twice_reads_one_snapshot_in_its_scope(string query, int snapshots)
    {
        var seats = new List<int>();
        var closed = 0;
        await using var server = await TestServer.StartAsync(services: s => s.AddSnapshots((services, _) =>
        {
            seats.Add(services.GetRequiredService<Seat>().Number);
            return new(new Closing(() => closed++));
        }));
        using var stream = await server.StreamAsync(query);
        Assert.Equal(3, (await stream.RestAsync()).Count);
        Assert.Equal((snapshots, snapshots), (seats.Distinct().Count(), closed));
    }

    [Fact]
    public async Task The_time_limit_is_each_events_and_not_the_subscriptions()
    {
        await using var server = await TestServer.StartAsync(o => o.ExecutionTimeout = TimeSpan.FromMilliseconds(300));
        using var stream = await server.StreamAsync("subscription { ticks { slow } }");
        var only = Assert.Single(await stream.RestAsync(), text => text.Contains("data: {"));
        Assert.Contains("\"code\":\"SUBSCRIPTION_INTERRUPTED\",\"retryable\":true", only);
        using var endless = await server.StreamAsync("subscription { never }");
        await StreamJournal.ReachAsync(server.Streams.Opened);
        Assert.False(await server.Streams.Ended.WaitAsync(TimeSpan.FromMilliseconds(700)));
    }

    [Fact]
    public async Task A_subscription_takes_no_place_while_it_waits_and_events_wait_their_turn()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxExecutingRequests = 4);
        var waiting = new List<EventStreamClient>();
        for (var i = 0; i < 5; i++)
        {
            waiting.Add(await server.StreamAsync("subscription { never }"));
            await StreamJournal.ReachAsync(server.Streams.Opened);
        }

        // A request takes one place and events take two, so that one is left for the next request.
        var gate = server.QueryAsync("{ gate }");
        await server.Gate.ArrivedAsync();
        var counts = new List<Task<List<string>>>();
        for (var i = 0; i < 5; i++)
        {
            var stream = await server.StreamAsync("subscription { ticks(to: 20) { number } }");
            waiting.Add(stream);
            counts.Add(stream.RestAsync());
        }

        Assert.All(await Task.WhenAll(counts), events => Assert.Equal(21, events.Count));
        server.Gate.Open();
        Assert.Equal(200, (await gate).Status);
        waiting.ForEach(stream => stream.Dispose());
    }

    [Fact]
    public async Task An_event_whose_data_is_away_for_a_while_comes_late_and_in_its_order()
    {
        await using var server = await TestServer.StartAsync(
            services: s => s.AddEventRetries(new(e => e is IOException, TimeSpan.FromSeconds(20))));
        server.Streams.Outages = 4;
        using var stream = await server.StreamAsync("subscription { ticks(to: 2) { away } }");
        var events = (await stream.RestAsync()).Where(text => text.Contains("data: {"));
        Assert.Equal(["{\"data\":{\"ticks\":{\"away\":1}}}", "{\"data\":{\"ticks\":{\"away\":2}}}"],
            events.Select(text => text[text.IndexOf('{')..]));
        Assert.Empty(server.Log.Errors);
    }

    [Fact]
    public async Task A_stream_whose_data_stays_away_ends_with_a_code_that_says_to_come_back_and_passes_no_event_over()
    {
        await using var server = await TestServer.StartAsync(
            services: s => s.AddEventRetries(new(e => e is IOException, TimeSpan.FromMilliseconds(100))));
        server.Streams.Outages = 1000;
        using var stream = await server.StreamAsync("subscription { ticks(to: 2) { away } }");
        var only = Assert.Single(await stream.RestAsync(), text => text.Contains("data: {"));
        Assert.Contains("\"code\":\"SUBSCRIPTION_INTERRUPTED\",\"retryable\":true", only);
    }

    private sealed class Closing(Action close) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            close();
            return default;
        }
    }
}
