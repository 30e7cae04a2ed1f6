using System.Text.Json;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Tests.Library;
using GraphQL;

namespace GraphBlog.Engine.Tests;

public class PagingTests
{
    private readonly LibraryServer _library = new();

    private IEnumerable<long> All => _library.Catalogue.Books.OrderByDescending(book => book.AddedAt).ThenBy(book => book.Id)
        .Select(book => book.Id);

    [Fact]
    public async Task Pages_forwards_hold_every_item_once_and_in_order()
    {
        var seen = new List<long>();
        string? after = null;
        JsonElement info;
        do
        {
            var books = await BooksAsync(new { first = 4, after });
            seen.AddRange(Ids(books));
            info = books.GetProperty("pageInfo");
            Assert.Equal(after is not null, info.GetProperty("hasPreviousPage").GetBoolean());
            after = info.GetProperty("endCursor").GetString();
        }
        while (info.GetProperty("hasNextPage").GetBoolean());

        Assert.Equal(All, seen);
    }

    [Fact]
    public async Task Pages_backwards_hold_every_item_once_and_each_page_in_order()
    {
        var seen = new List<long>();
        string? before = null;
        JsonElement info;
        do
        {
            var books = await BooksAsync(new { last = 4, before });
            seen.InsertRange(0, Ids(books));
            info = books.GetProperty("pageInfo");
            Assert.Equal(before is not null, info.GetProperty("hasNextPage").GetBoolean());
            before = info.GetProperty("startCursor").GetString();
        }
        while (info.GetProperty("hasPreviousPage").GetBoolean());

        Assert.Equal(All, seen);
    }

    [Fact]
    public async Task Both_cursors_together_cut_out_what_lies_between_from_either_end()
    {
        var cursors = (await BooksAsync(new { first = 20 })).GetProperty("edges").EnumerateArray()
            .Select(edge => edge.GetProperty("cursor").GetString()!).ToList();
        var between = new { after = cursors[2], before = cursors[9] };

        Assert.Equal(All.Skip(3).Take(2), Ids(await BooksAsync(new { first = 2, between.after, between.before })));
        Assert.Equal(All.Skip(7).Take(2), Ids(await BooksAsync(new { last = 2, between.after, between.before })));
        Assert.Equal(All.Skip(3).Take(6), Ids(await BooksAsync(between)));
    }

    [Fact]
    public async Task Without_a_size_a_page_has_twenty_items_and_the_count_is_of_all()
    {
        var books = await BooksAsync(new { });

        Assert.Equal(All.Take(20), Ids(books));
        Assert.Equal(25, books.GetProperty("totalCount").GetInt32());
    }

    [Fact]
    public async Task An_empty_page_has_no_cursors_but_knows_of_a_next_page()
    {
        var books = await BooksAsync(new { first = 0 });

        Assert.Empty(Ids(books));
        Assert.Equal("""{"hasNextPage":true,"hasPreviousPage":false,"startCursor":null,"endCursor":null}""",
            JsonSerializer.Serialize(books.GetProperty("pageInfo")));
    }

    [Theory]
    [InlineData("first: 101", "`first`", ErrorCodes.MaxPaginationItems)]
    [InlineData("last: 101", "`last`", ErrorCodes.MaxPaginationItems)]
    [InlineData("first: -1", "`first`", ErrorCodes.MinPaginationItems)]
    [InlineData("last: -1", "`last`", ErrorCodes.MinPaginationItems)]
    [InlineData("first: 1, last: 1", "`last`", ErrorCodes.OneSlicingArgumentRequired)]
    [InlineData("after: \"\"", "`after`", ErrorCodes.InvalidCursor)]
    [InlineData("after: \"x\"", "`after`", ErrorCodes.InvalidCursor)]
    [InlineData("before: \"not a cursor\"", "`before`", ErrorCodes.InvalidCursor)]
    [InlineData("before: \"////\"", "`before`", ErrorCodes.InvalidCursor)]
    public async Task A_page_that_cannot_be_is_an_error_that_names_the_argument(string arguments, string name, string code)
    {
        var result = await _library.RunAsync($"{{ books({arguments}) {{ nodes {{ id }} }} }}");

        var error = Assert.Single(result.Errors!);
        Assert.Equal(code, error.Code);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Equal(["books"], error.Path);
    }

    [Fact]
    public async Task A_cursor_of_another_ordering_is_refused()
    {
        var query = _library.Catalogue.Books.AsQueryable();
        var byPages = await query.OrderBy(book => book.Pages).ThenBy(book => book.Id)
            .ToConnectionAsync(new(First: 2), QueryContext<Book>.All, default);
        var page = new PagingArguments(First: 2, After: byPages.PageInfo.EndCursor);

        var error = await Assert.ThrowsAsync<ExecutionError>(() => query.OrderByDescending(book => book.Pages).ThenBy(book => book.Id)
            .ToConnectionAsync(page, QueryContext<Book>.All, default));
        Assert.Equal(ErrorCodes.InvalidCursor, error.Code);
        Assert.Equal(2, (await query.OrderBy(book => book.Pages).ThenBy(book => book.Id)
            .ToConnectionAsync(page, QueryContext<Book>.All, default)).Edges.Count);
    }

    [Fact]
    public async Task The_count_is_taken_only_when_asked_and_then_once()
    {
        var counts = 0;
        var connection = new Connection<Book>([], new(false, false, () => null, () => null), _ => new(++counts));
        Assert.Equal(0, counts);

        Assert.Equal(1, await connection.TotalCount(default));
        Assert.Equal(1, await connection.TotalCount(default));
        Assert.Equal(1, counts);
    }

    [Fact]
    public async Task A_query_that_cannot_be_paged_says_why()
    {
        var books = _library.Catalogue.Books.AsQueryable();
        foreach (var query in new[]
        {
            books,
            books.OrderBy(book => book.Subtitle!.Length),
            books.OrderBy(book => book.LenderId),
            books.OrderBy(book => book.Subtitle),
            books.OrderBy(book => book.IsLent),
            books.OrderBy(book => book.Shelf.Label),
            books.OrderBy(book => book.Id).Take(3),
        })
        {
            await Assert.ThrowsAsync<NotSupportedException>(() => query.ToConnectionAsync(new(First: 1), QueryContext<Book>.All, default));
        }

        var shelves = books.OrderBy(book => book.Id).Select(book => book.Shelf);
        await Assert.ThrowsAsync<NotSupportedException>(() => shelves.ToConnectionAsync(new(First: 1), QueryContext<Shelf>.All, default));
    }

    private static IEnumerable<long> Ids(JsonElement books) => books.GetProperty("nodes").EnumerateArray()
        .Select(book => long.Parse(book.GetProperty("title").GetString()![5..]));

    private async Task<JsonElement> BooksAsync(object variables) => (await _library.DataAsync("""
        query($first: Int, $after: String, $last: Int, $before: String) {
          books(first: $first, after: $after, last: $last, before: $before) {
            nodes { title } edges { cursor } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
          }
        }
        """, variables)).GetProperty("books");
}
