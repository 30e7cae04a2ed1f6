using System.Text;
using CsCheck;
using GraphBlog.Engine.EntityFramework.Sorting;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.GraphApi.Posts;
using GraphBlog.Persistence.Posts;
using GraphBlog.Tests.Fixtures;

namespace GraphBlog.Tests.Finding;

/// <summary>Pages under orders that clients ask for, over PostgreSQL as the application role.</summary>
public sealed class OrderTests(SomePosts posts) : IClassFixture<SomePosts>
{
    [Fact]
    public async Task Under_random_orders_and_filters_pages_give_each_row_once_and_in_order_from_either_end()
        => await Gen.Select(RandomFilters.Orders, Gen.Frequency((2, Gen.Const((Condition<PostFilterInput, Post>?)null)),
            (1, RandomFilters.Posts(posts.All, 0)!)), Gen.Int[2, 9]).SampleAsync(async (order, filter, size) =>
        {
            var expected = Expected(order, posts.All.Where(filter?.Holds ?? (_ => true)));
            Assert.Equal(expected, await ForwardsAsync(filter?.Input, order, size));
            Assert.Equal(expected, await BackwardsAsync(filter?.Input, order, size));
        }, iter: 60, threads: 1);

    public static TheoryData<string> EachKey => [.. RandomFilters.Keys.Select(key => key.Name)];

    [Theory]
    [MemberData(nameof(EachKey))]
    public async Task Row_by_row_each_key_alone_is_exact_around_ties_and_nulls(string key)
    {
        await WalkAsync(key, SortEnumType.Asc);
        await WalkAsync(key, SortEnumType.Desc);
    }
    [Fact]
    public async Task Both_cursors_together_cut_out_what_lies_between_with_nulls_on_either_side()
    {
        var input = new PostSortInput { PublishedAt = SortEnumType.Desc, Title = SortEnumType.Asc };
        var all = await ReadAsync(null, [input], new(First: 100));
        for (var (from, to) = (0, all.Edges.Count - 1); from < to; (from, to) = (from + 3, to - 2))
        {
            var between = await ReadAsync(null, [input], new(First: 100, After: all.Edges[from].Cursor, Before: all.Edges[to].Cursor));
            Assert.Equal(all.Nodes.Skip(from + 1).Take(to - from - 1).Select(post => post.Id), between.Nodes.Select(post => post.Id));
        }
    }

    [Fact]
    public async Task Of_a_key_that_comes_again_the_first_counts_and_of_keys_in_one_input_the_schemas_order()
    {
        PostSortInput[] order =
        [
            new() { Version = SortEnumType.Desc, Status = SortEnumType.Asc }, new() { Status = SortEnumType.Desc }, new() { Slug = SortEnumType.Asc },
        ];
        var expected = posts.All.OrderBy(post => post.Status.ToString(), StringComparer.Ordinal).ThenByDescending(post => post.Version)
            .ThenBy(post => post.Slug, StringComparer.Ordinal).Select(post => post.Id);
        Assert.Equal(expected, (await ReadAsync(null, order, new(First: 100))).Nodes.Select(post => post.Id));
    }

    [Fact]
    public async Task Cursors_of_the_order_that_is_the_default_are_those_given_out_without_any()
    {
        var plain = await ReadAsync(null, null, new(First: 5));
        var asked = await ReadAsync(null, [new() { CreatedAt = SortEnumType.Desc }], new(First: 5));
        Assert.Equal(plain.Edges.Select(edge => edge.Cursor), asked.Edges.Select(edge => edge.Cursor));
    }

    private async Task WalkAsync(string key, SortEnumType direction)
    {
        var input = new PostSortInput();
        RandomFilters.Keys.Single(known => known.Name == key).Set(input, direction);
        var expected = Expected([input], posts.All);
        Assert.Equal(expected, await ForwardsAsync(null, [input], 1));
        Assert.Equal(expected, await BackwardsAsync(null, [input], 1));
    }

    private static List<long> Expected(IEnumerable<PostSortInput> order, IEnumerable<Post> rows)
    {
        var keys = order.SelectMany(input => RandomFilters.Keys.Select(key => (key.Value, Direction: key.Get(input))))
            .Where(key => key.Direction is not null).DistinctBy(key => key.Value).ToList();
        if (keys.Count == 0)
        {
            keys.Add((post => post.CreatedAt, SortEnumType.Desc));
        }

        keys.Add((post => post.Id, keys[^1].Direction));
        var sorted = rows.ToList();
        sorted.Sort((a, b) => keys.Select(key => Compare(key.Value(a), key.Value(b)) * (key.Direction == SortEnumType.Desc ? -1 : 1))
            .FirstOrDefault(result => result != 0));
        return sorted.ConvertAll(post => post.Id);
    }

    /// <summary>What is missing is the greatest, and texts compare by their characters' numbers, as in the tests' database.</summary>
    private static int Compare(object? a, object? b) => (a, b) switch
    {
        (null, null) => 0,
        (null, _) => 1,
        (_, null) => -1,
        (string x, string y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)),
        _ => Comparer<object>.Default.Compare(a, b),
    };

    private async Task<List<long>> ForwardsAsync(PostFilterInput? where, PostSortInput[] order, int size)
    {
        var seen = new List<long>();
        PageInfo info;
        string? after = null;
        do
        {
            var page = await ReadAsync(where, order, new(First: size, After: after));
            seen.AddRange(page.Nodes.Select(post => post.Id));
            (info, after) = (page.PageInfo, page.PageInfo.EndCursor);
            Assert.True(seen.Count <= posts.All.Count, "It does not end.");
        }
        while (info.HasNextPage);

        return seen;
    }

    private async Task<List<long>> BackwardsAsync(PostFilterInput? where, PostSortInput[] order, int size)
    {
        var seen = new List<long>();
        PageInfo info;
        string? before = null;
        do
        {
            var page = await ReadAsync(where, order, new(Last: size, Before: before));
            seen.InsertRange(0, page.Nodes.Select(post => post.Id));
            (info, before) = (page.PageInfo, page.PageInfo.StartCursor);
            Assert.True(seen.Count <= posts.All.Count, "It does not end.");
        }
        while (info.HasPreviousPage);

        return seen;
    }

    private Task<Connection<Post>> ReadAsync(PostFilterInput? where, PostSortInput[]? order, PagingArguments page)
        => posts.Blog.AsAsync(
            ServedBlog.Ada, blog => PostQueries.PostsAsync(blog, page, where, order, null, null, QueryContext<Post>.All, CancellationToken.None));
}
