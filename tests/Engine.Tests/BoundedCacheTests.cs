using GraphBlog.Shared;

namespace GraphBlog.Engine.Tests;

public sealed class BoundedCacheTests
{
    [Fact]
    public void What_is_asked_for_again_and_again_outlives_any_number_of_others()
    {
        var cache = new BoundedCache<int, string>(100);
        cache.Set(-1, "asked for");
        for (var i = 0; i < 10_000; i++)
        {
            cache.Set(i, "asked for once");
            Assert.True(cache.TryGet(-1, out _));
            Assert.InRange(cache.Count, 2, 100);
        }

        Assert.False(cache.TryGet(50, out _));
        Assert.Contains(Enumerable.Range(9_000, 1_000), i => cache.TryGet(i, out _));
    }

    [Fact]
    public void Of_what_is_asked_for_in_turn_and_does_not_fit_as_much_is_found_as_fits()
    {
        var cache = new BoundedCache<int, int>(100);
        var found = 0;
        for (var i = 0; i < 20_000; i++)
        {
            found += cache.TryGet(i % 200, out _) ? 1 : 0;
            cache.GetOrAdd(i % 200, static (key, times) => key * times, 3);
        }

        Assert.InRange(found, 8_000, 10_000);
    }

    [Fact]
    public void Who_comes_when_all_is_taken_is_remembered_soon()
    {
        var cache = new BoundedCache<int, int>(100);
        for (var i = 0; i < 100; i++)
        {
            cache.Set(i, i);
            cache.TryGet(i, out _);
        }

        var made = 0;
        while (!cache.TryGet(-1, out _))
        {
            cache.Set(-1, made++);
        }

        Assert.InRange(made, 1, 500);
        Assert.Equal(100, cache.Count);
    }

    [Fact]
    public void Entries_are_bounded_by_what_they_weigh()
    {
        var cache = new BoundedCache<int, string>(1_000, (_, text) => text.Length);
        for (var i = 0; i < 100; i++)
        {
            cache.Set(i, new string('x', 100));
            Assert.InRange(cache.Count, 1, 10);
        }

        cache.Set(-1, new string('x', 501));
        Assert.False(cache.TryGet(-1, out _));
        Assert.Equal(10, cache.Count);
    }

    [Fact]
    public void What_takes_the_place_of_another_weighs_alone()
    {
        var cache = new BoundedCache<int, string>(1_000, (_, text) => text.Length);
        cache.Set(0, "kept");
        for (var i = 0; i < 100; i++)
        {
            cache.Set(1, new string('x', 400));
        }

        Assert.Equal(2, cache.Count);
        Assert.True(cache.TryGet(0, out _));
    }

    [Fact]
    public void What_is_forgotten_is_forgotten_and_makes_room()
    {
        var cache = new BoundedCache<int, int>(100);
        for (var i = 0; i < 90; i++)
        {
            cache.Set(i, i);
        }

        cache.RemoveWhere(value => value % 2 == 1);
        Assert.Equal(45, cache.Count);
        Assert.All(Enumerable.Range(0, 90), i => Assert.Equal(i % 2 == 0, cache.TryGet(i, out _)));
        Assert.All(Enumerable.Range(100, 55), i => Assert.Equal(i, cache.GetOrAdd(i, static (key, _) => key, 0)));
        Assert.Equal(100, cache.Count);
    }

    [Fact]
    public void It_is_made_once()
    {
        var (cache, made) = (new BoundedCache<string, string>(10), 0);
        Assert.Equal("key!", cache.GetOrAdd("key", Make, "!"));
        Assert.Equal("key!", cache.GetOrAdd("key", Make, "?"));
        Assert.Equal(1, made);

        string Make(string key, string end) => $"{key}{end}{new string(' ', made++)}";
    }

    [Fact]
    public async Task Many_at_once_find_what_they_put_in_and_never_too_much()
    {
        var cache = new BoundedCache<int, int>(64);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
        {
            var random = new Random(thread);
            for (var i = 0; i < 50_000; i++)
            {
                var key = random.Next(200);
                Assert.Equal(key * 3, cache.GetOrAdd(key, static (key, times) => key * times, 3));
                if (i % 1_000 == 0)
                {
                    cache.RemoveWhere(value => value % 2 == 0);
                }
            }
        })));
        Assert.InRange(cache.Count, 1, 64);
    }
}
