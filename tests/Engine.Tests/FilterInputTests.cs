using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.EntityFramework.Sorting;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Tests.Library;
using GraphBlog.Engine.Types;
using GraphQL;

namespace GraphBlog.Engine.Tests;

public class FilterInputTests
{
    private sealed class BookFilterInput : FilterInput<Book, BookFilterInput>
    {
        public Optional<StringOperationFilterInput?> Title { get; set; }

        public Optional<StringOperationFilterInput?> Subtitle { get; set; }

        [ID<Reader>]
        public Optional<IdOperationFilterInput?> LenderId { get; set; }
    }

    private sealed class FilterOfNothing : FilterInput<Book, FilterOfNothing>
    {
        public Optional<StringOperationFilterInput?> Author { get; set; }
    }

    private sealed class FilterOfAnyId : FilterInput<Book, FilterOfAnyId>
    {
        public Optional<IdOperationFilterInput?> LenderId { get; set; }
    }

    private sealed class SortByAFlag : SortInput<Book>
    {
        public Optional<SortEnumType?> IsLent { get; set; }
    }

    private readonly IQueryable<Book> _books = new Catalogue().Books.AsQueryable();

    [Fact]
    public void A_missing_text_is_not_equal_to_any_and_holds_none()
    {
        Assert.Equal(12, Count(new() { Eq = null }));
        Assert.Equal(13, Count(new() { Neq = null }));
        Assert.Equal(24, Count(new() { Neq = "Part 1" }));
        Assert.Equal(7, Count(new() { Contains = "1" }));
        Assert.Equal(18, Count(new() { Ncontains = "1" }));
        Assert.Equal(13, Count(new() { In = new(["Part 1", null]) }));
        Assert.Equal(12, Count(new() { Nin = new(["Part 1", null]) }));
        Assert.Equal(24, Count(new() { Nin = new(["Part 1"]) }));

        int Count(StringOperationFilterInput subtitle) => _books.Filter(new BookFilterInput { Subtitle = subtitle }).Count();
    }

    [Fact]
    public void An_id_is_of_the_type_that_its_attribute_says()
    {
        Assert.Equal(3, _books.Filter(Of(new("Reader", "9"))).Single().Id);
        var error = Assert.Throws<ExecutionError>(() => _books.Filter(Of(new("Book", "9"))));
        Assert.Equal("The value of `where.lenderId.eq` is not the ID of a Reader.", error.Message);

        static BookFilterInput Of(GlobalId id) => new() { LenderId = new IdOperationFilterInput { Eq = id } };
    }

    [Fact]
    public void An_empty_list_of_alternatives_finds_nothing_and_one_of_demands_everything()
    {
        Assert.Empty(_books.Filter(new BookFilterInput { Or = new([]) }));
        Assert.Empty(_books.Filter(new BookFilterInput { Title = new StringOperationFilterInput { Or = new([]) } }));
        Assert.Equal(25, _books.Filter(new BookFilterInput { And = new([]) }).Count());
        Assert.Equal(25, _books.Filter(new BookFilterInput { Title = new StringOperationFilterInput { And = new([]) } }).Count());
    }

    [Fact]
    public void An_input_in_a_list_that_sets_no_condition_is_refused_at_its_place()
    {
        var some = new BookFilterInput { Title = new StringOperationFilterInput { Eq = "x" } };
        Assert.StartsWith("`where.or[1]` sets no condition", Refusal(new() { Or = new([some, new()]) }));
        Assert.StartsWith("`where.and[0]` sets no condition", Refusal(new() { And = new([new()]) }));
        Assert.StartsWith("`where.or[0]` sets no condition", Refusal(new() { Or = new([new() { Title = new StringOperationFilterInput() }]) }));
        Assert.StartsWith("`where.title.or[0]` sets no condition", Refusal(
            new() { Title = new StringOperationFilterInput { Or = new([new()]) } }));

        string Refusal(BookFilterInput where) => Assert.Throws<ExecutionError>(() => _books.Filter(where)).Message;
    }

    [Fact]
    public void What_cannot_be_filtered_or_ordered_by_says_so()
    {
        Assert.Contains("Author", Cause(() => _books.Filter(new FilterOfNothing { Author = null })).Message);
        Assert.Contains("[ID<T>]", Cause(() => _books.Filter(new FilterOfAnyId())).Message);
        Assert.Contains("IsLent", Cause(() => _books.OrderBy(book => book.Id).Sort([new SortByAFlag { IsLent = SortEnumType.Asc }])).Message);
    }

    private static SchemaException Cause(Action action)
    {
        var thrown = Record.Exception(action);
        while (thrown is not (null or SchemaException))
        {
            thrown = thrown.InnerException;
        }

        return Assert.IsType<SchemaException>(thrown);
    }
}
