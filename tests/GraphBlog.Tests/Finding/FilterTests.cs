using CsCheck;
using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.Projections;
using GraphBlog.GraphApi.Posts;
using GraphBlog.Persistence.Posts;
using GraphBlog.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Tests.Finding;

/// <summary>What filters mean, over PostgreSQL as the application role, against the same said in C# over the same rows.</summary>
public sealed class FilterTests(SomePosts posts) : IClassFixture<SomePosts>
{
    [Fact]
    public async Task Random_filters_find_what_the_same_conditions_find_in_memory()
    {
        var (some, none) = (0, 0);
        await RandomFilters.Posts(posts.All).SampleAsync(async filter =>
        {
            var expected = posts.All.Where(filter.Holds ?? (_ => true)).Select(post => post.Id).Order().ToList();
            var found = await posts.Blog.AsAsync(
                ServedBlog.Ada, blog => blog.Posts.Filter(filter.Input).Select(post => post.Id).Order().ToListAsync());
            Assert.Equal(expected, found);
            _ = found.Count is 0 or 50 ? Interlocked.Increment(ref none) : Interlocked.Increment(ref some);
        }, iter: 600, threads: 1);
        Assert.True(some > 100, $"{some} filters told posts apart and {none} did not.");
    }

    [Fact]
    public async Task Each_operation_alone_finds_what_it_finds_in_memory()
    {
        var titles = RandomFilters.Texts(posts.All.Select(post => post.Title));
        await RandomConditions.Text(titles, depth: 0).SampleAsync(async condition =>
        {
            var found = await posts.Blog.AsAsync(ServedBlog.Ada, blog => blog.Posts
                .Filter(new PostFilterInput { Title = condition.Input }).Select(post => post.Id).Order().ToListAsync());
            Assert.Equal(posts.All.Where(post => condition.Holds?.Invoke(post.Title) ?? true).Select(post => post.Id).Order(), found);
        }, iter: 200, threads: 1);
    }

    [Fact]
    public async Task The_whole_is_counted_under_the_filter()
    {
        var where = new PostFilterInput { Status = new EnumOperationFilterInput<PostStatus> { Neq = PostStatus.Draft } };
        var (page, count) = await posts.Blog.AsAsync(ServedBlog.Ada, async blog =>
        {
            var page = await PostQueries.PostsAsync(blog, new(First: 3), where, null, null, null, QueryContext<Post>.All, CancellationToken.None);
            return (page, await page.TotalCount(CancellationToken.None));
        });
        Assert.Equal(3, page.Nodes.Count);
        Assert.Equal(posts.All.Count(post => post.Status != PostStatus.Draft), count);
    }

    [Fact]
    public async Task A_filter_combines_with_a_set_of_ids_found_elsewhere()
    {
        long[] ids = [.. posts.All.Select(post => post.Id).Where(id => id % 2 == 0)];
        var where = new PostFilterInput { Version = new IntOperationFilterInput { Gt = 1 } };
        var found = await posts.Blog.AsAsync(ServedBlog.Ada, blog => blog.Posts
            .Where(post => ids.Contains(post.Id)).Filter(where).Select(post => post.Id).Order().ToListAsync());
        Assert.Equal(posts.All.Where(post => post.Id % 2 == 0 && post.Version > 1).Select(post => post.Id).Order(), found);
    }
}
