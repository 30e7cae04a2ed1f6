using GraphBlog.Engine.Execution;

namespace GraphBlog.Engine.Tests.Http;

/// <summary>Who waits for a place to execute in, and for how long.</summary>
public sealed class FairPlacesTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task One_lane_that_sends_a_hundred_at_once_does_not_make_another_wait_for_them()
    {
        var places = new FairPlaces(1, 1000);
        Assert.True(await places.TakeAsync("greedy", s_long, default));
        var greedy = Enumerable.Range(0, 100).Select(_ => places.TakeAsync("greedy", s_long, default).AsTask()).ToList();
        var modest = places.TakeAsync("modest", s_long, default).AsTask();
        places.GiveBack("greedy");
        places.GiveBack("greedy");
        Assert.True(await modest.WaitAsync(s_long));
        await Task.WhenAny(greedy).WaitAsync(s_long);
        Assert.Equal(1, greedy.Count(task => task.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Where_too_many_wait_the_longest_lane_gives_up_its_last_and_a_lane_of_its_own_is_refused_at_once()
    {
        var places = new FairPlaces(1, 3);
        await places.TakeAsync("greedy", s_long, default);
        var greedy = Enumerable.Range(0, 3).Select(_ => places.TakeAsync("greedy", s_long, default).AsTask()).ToList();
        Assert.False(await places.TakeAsync("greedy", s_long, default));
        var modest = places.TakeAsync("modest", s_long, default).AsTask();
        Assert.False(await greedy[2].WaitAsync(s_long));
        Assert.False(modest.IsCompleted);
    }

    [Fact]
    public async Task One_lane_alone_leaves_places_that_another_takes_at_once()
    {
        var places = new FairPlaces(8, 1000, shared: 6);
        var greedy = Enumerable.Range(0, 100).Select(_ => places.TakeAsync("greedy", s_long, default).AsTask()).ToList();
        Assert.Equal(6, greedy.Count(task => task.IsCompletedSuccessfully));
        Assert.True(places.TakeAsync("modest", s_long, default).IsCompletedSuccessfully);
        Assert.True(places.TakeAsync("modest", s_long, default).IsCompletedSuccessfully);
        Assert.False(places.TakeAsync("modest", s_long, default).IsCompleted);      // there are no more
    }

    [Fact]
    public async Task Lanes_that_all_send_much_come_to_have_equally_many_whatever_each_of_theirs_takes()
    {
        var places = new FairPlaces(64, 1000, shared: 6);
        var slow = Enumerable.Range(0, 50).Select(_ => places.TakeAsync("slow", s_long, default).AsTask()).ToList();
        var quick = Enumerable.Range(0, 50).Select(_ => places.TakeAsync("quick", s_long, default).AsTask()).ToList();
        Assert.Equal((6, 3), (Executing(slow), Executing(quick)));
        for (var ended = 1; ended <= 20; ended++)
        {
            places.GiveBack("quick");
            await Task.WhenAll(quick.Take(3 + ended)).WaitAsync(s_long);
            Assert.Equal((6, 3 + ended), (Executing(slow), Executing(quick)));      // those that end are replaced by their own
        }

        for (var ended = 1; ended <= 3; ended++)
        {
            places.GiveBack("slow");
        }

        places.GiveBack("slow");
        await Task.WhenAll(slow.Take(7)).WaitAsync(s_long);
        Assert.Equal((7, 23), (Executing(slow), Executing(quick)));
    }

    private static int Executing(IEnumerable<Task<bool>> tasks) => tasks.Count(task => task.IsCompletedSuccessfully);

    [Fact]
    public async Task A_wait_ends_with_its_patience_or_its_token_and_no_place_is_lost()
    {
        var places = new FairPlaces(1, 10);
        await places.TakeAsync("a", s_long, default);
        Assert.False(await places.TakeAsync("a", TimeSpan.FromMilliseconds(20), default));
        using var leaving = new CancellationTokenSource();
        var left = places.TakeAsync("a", s_long, leaving.Token).AsTask();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        places.GiveBack("a");
        Assert.True(await places.TakeAsync("b", TimeSpan.Zero, default));
        Assert.False(await places.TakeAsync("b", TimeSpan.Zero, default));
    }

    [Fact]
    public async Task Of_three_hundred_requests_at_once_for_four_places_none_is_refused()
    {
        await using var server = await TestServer.StartAsync(o => o.MaxExecutingRequests = 4);
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(_ => server.QueryAsync("{ hello }")));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
    }
}
