using System.Text.RegularExpressions;
using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.EntityFramework.Sorting;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Relay;
using GraphBlog.GraphApi.Posts;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Snapshooter.Xunit;

namespace GraphBlog.Tests.Finding;

/// <summary>What the provider makes of filters and orders; no database is asked.</summary>
public sealed partial class FilterSqlTests
{
    private static StringOperationFilterInput Text(string mark) => new()
    {
        Eq = $"{mark}-eq",
        Neq = $"{mark}-neq",
        In = new([$"{mark}-in", null]),
        Nin = new([$"{mark}-nin"]),
        Contains = $"{mark}-con",
        Ncontains = $"{mark}-ncon",
        StartsWith = $"{mark}-st",
        NstartsWith = $"{mark}-nst",
        EndsWith = $"{mark}-en",
        NendsWith = $"{mark}-nen",
        Ieq = $"{mark}-ieq",
        Nieq = $"{mark}-nieq",
        Icontains = $"{mark}-icon",
        IstartsWith = $"{mark}-ist",
        NiendsWith = $"{mark}-nien",
    };

    private static PostFilterInput Everything(string mark, int number, PostStatus status)
    {
        var moment = new DateTimeOffset(2026, 11, 23, 4, 46, 50, TimeSpan.Zero).AddSeconds(number);
        return new()
        {
            Title = Text(mark),
            Status = new EnumOperationFilterInput<PostStatus> { Eq = status, Neq = status, In = new([status]), Nin = new([status]) },
            Tags = new StringListFilterInput
            {
                Some = new StringOperationFilterInput { Eq = mark },
                None = new StringOperationFilterInput { Contains = mark },
                All = new StringOperationFilterInput { StartsWith = mark },
                Any = true,
            },
            AuthorId = new IdOperationFilterInput { Eq = Id(number), In = new([Id(number), null]), Nin = new([Id(number)]) },
            Version = new IntOperationFilterInput { Neq = number, Gt = number, Gte = number, Lt = number, Lte = number, In = new([number, null]) },
            PublishedAt = new DateTimeOperationFilterInput
            {
                Eq = moment,
                Neq = moment,
                Gt = moment,
                Lte = moment,
                Ngt = moment,
                In = new([moment, null])
            },
            UpdatedAt = new DateTimeOperationFilterInput { Neq = null, Lt = moment.AddTicks(1) },
            Or = new([
                new() { Slug = new StringOperationFilterInput { Or = new([new() { Eq = mark }, new() { Contains = mark }]) } },
                new() { PublishedAt = new DateTimeOperationFilterInput { Eq = null } },
            ]),
        };
    }

    [Fact]
    public void Every_value_is_a_parameter_and_none_is_in_the_statement()
    {
        using var blog = Context();
        var sql = Statement(blog.Posts.Filter(Everything("needle", 987654, PostStatus.Archived)).Select(post => post.Id));
        Snapshot.Match(sql);
        Assert.DoesNotMatch("(?i)needle|987654|archived|2026", sql);
        Assert.DoesNotContain("'", sql.Replace("ESCAPE '\\'", ""));      // a constant of ILIKE's own
    }

    [Fact]
    public void The_characters_that_LIKE_takes_for_wildcards_are_escaped_in_the_parameter()
    {
        using var blog = Context();
        var where = new PostFilterInput { Slug = new StringOperationFilterInput { Contains = @"50%_\" } };
        Assert.Contains(@"'%50\%\_\\%'", blog.Posts.Filter(where).ToQueryString());
    }

    [Fact]
    public void Other_values_in_a_filter_of_the_same_shape_are_translated_once()
    {
        var compiled = 0;
        using var blog = Context(options => options.LogTo(_ => compiled++, [CoreEventId.QueryCompilationStarting]));
        var sql = Ordered(Everything("one", 1, PostStatus.Draft));
        Assert.Equal(1, compiled);
        Assert.Equal(sql, Ordered(Everything("two", 2, PostStatus.Published)));
        Assert.Equal(1, compiled);

        string Ordered(PostFilterInput where) => Statement(
            blog.Posts.OrderBy(post => post.Id).Filter(where).Sort([new PostSortInput { Title = SortEnumType.Asc }]));
    }

    [Fact]
    public void An_order_takes_the_place_of_the_one_before_and_ends_with_its_last_key()
    {
        using var blog = Context();
        var newest = blog.Posts.OrderByDescending(post => post.CreatedAt).ThenByDescending(post => post.Id);
        Assert.EndsWith("ORDER BY p.published_at DESC, p.title, p.id", Statement(newest.Sort(
            [new PostSortInput { PublishedAt = SortEnumType.Desc }, new PostSortInput { Title = SortEnumType.Asc }])));
        Assert.EndsWith("ORDER BY p.created_at DESC, p.id DESC", Statement(newest.Sort([new PostSortInput()])));
    }

    /// <summary>The keys are published_at and id: missing ones sort as the greatest, and rows compare only where that is no matter.</summary>
    [Fact]
    public void Pages_around_missing_keys()
    {
        var cursors = new Post[] { new() { Id = 7, PublishedAt = DateTimeOffset.UnixEpoch }, new() { Id = 7 } };
        var pages =
            from direction in Enum.GetValues<SortEnumType>()
            from cursor in cursors
            from isAfter in new[] { true, false }
            let place = $"{(isAfter ? "after" : "before")} {cursor.PublishedAt?.ToString("O") ?? "null"}"
            select $"{direction}, {place}: {Page(direction, cursor, isAfter)}";
        Snapshot.Match(string.Join("\n\n", pages));

        static string Page(SortEnumType direction, Post cursor, bool isAfter)
        {
            using var blog = Context();
            var rows = blog.Posts.OrderBy(post => post.Id).Sort([new PostSortInput { PublishedAt = direction }]);
            var keys = KeysetOrdering.KeysOf(rows, canBeNull: true);
            var text = Cursor.Writer<Post>(keys)(cursor);
            var page = isAfter ? new PagingArguments(First: 5, After: text) : new PagingArguments(Last: 5, Before: text);
            return Statement(PagingQueryableExtensions.Page(rows, keys, page, canCompareRows: true).Select(post => post.Id)).Split("WHERE ")[^1];
        }
    }

    [Fact]
    public void An_input_without_a_condition_adds_nothing()
    {
        using var blog = Context();
        var plain = Statement(blog.Posts);
        foreach (var where in new PostFilterInput?[]
        {
            null,
            new(),
            new() { Title = new StringOperationFilterInput(), Tags = new StringListFilterInput { Some = new StringOperationFilterInput() } },
            new() { And = new([]) },
        })
        {
            Assert.Equal(plain, Statement(blog.Posts.Filter(where)));
        }
    }

    private static GlobalId Id(int key) => new("User", $"{key}");

    /// <summary>The statement without the list of its parameters.</summary>
    private static string Statement(IQueryable query) => Parameters().Replace(query.ToQueryString().ReplaceLineEndings("\n"), "");

    private static BlogDbContext Context(Action<DbContextOptionsBuilder<BlogDbContext>>? configure = null)
    {
        var options = new DbContextOptionsBuilder<BlogDbContext>().UseNpgsql("Host=nowhere");
        configure?.Invoke(options);
        return new(options.Options);
    }

    [GeneratedRegex("(?m)^-- .*\n")]
    private static partial Regex Parameters();
}
