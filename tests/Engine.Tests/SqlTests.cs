using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Tests.Library;
using Microsoft.EntityFrameworkCore;
using Snapshooter.Xunit;

namespace GraphBlog.Engine.Tests;

/// <summary>What the provider makes of the expressions; no database is asked.</summary>
public class SqlTests
{
    [Fact]
    public void One_direction_is_a_comparison_of_rows_with_parameters()
        => Snapshot.Match(Sql(books => books.OrderByDescending(book => book.AddedAt).ThenByDescending(book => book.Id), first: true));

    [Fact]
    public void Mixed_directions_are_expanded_and_bounded_by_the_first_key()
        => Snapshot.Match(Sql(books => books.OrderByDescending(book => book.Pages).ThenBy(book => book.Title).ThenBy(book => book.Id),
            first: true));

    [Fact]
    public void Keys_of_an_enum_kept_as_text_are_compared_as_text()
        => Snapshot.Match(Sql(books => books.OrderBy(book => book.Genre).ThenByDescending(book => book.Id), first: true));

    [Fact]
    public void A_page_from_the_end_is_read_backwards()
        => Snapshot.Match(Sql(books => books.Where(book => book.Pages > 1).OrderBy(book => book.Id), first: false));

    [Fact]
    public async Task Entities_asked_for_are_joined_in_the_same_statement()
    {
        var library = new LibraryServer();
        await using var database = new Database();
        await library.DataAsync("{ books { nodes { title shelf { label } lender { name } } } }");

        var field = GraphQLParser.Parser.Parse("{ books { nodes { title shelf { label } lender { name } } } }");
        var operation = field.Definitions.OfType<GraphQLParser.AST.GraphQLOperationDefinition>().Single();
        var query = QueryContext<Book>.Of(new GraphQL.ResolveFieldContext
        {
            Schema = library.Schema,
            Document = field,
            FieldAst = (GraphQLParser.AST.GraphQLField)operation.SelectionSet.Selections[0],
            FieldDefinition = library.Schema.Query!.Fields.Find("books")!,
        });
        Snapshot.Match(database.Books.OrderBy(book => book.Id).Select(query.Selector).ToQueryString());
    }

    private static string Sql(Func<IQueryable<Book>, IQueryable<Book>> order, bool first)
    {
        using var database = new Database();
        var ordered = order(database.Books);
        var keys = KeysetOrdering.KeysOf(ordered);
        var cursor = Cursor.Writer<Book>(keys)(new Catalogue().Books[5]);
        var page = first ? new PagingArguments(First: 10, After: cursor) : new PagingArguments(Last: 10, Before: cursor);
        return PagingQueryableExtensions.Page(ordered, keys, page, canCompareRows: true).Select(book => book.Title).ToQueryString();
    }

    private sealed class Database : DbContext
    {
        public DbSet<Book> Books => Set<Book>();

        protected override void OnConfiguring(DbContextOptionsBuilder options) => options.UseNpgsql("Host=nowhere");

        protected override void OnModelCreating(ModelBuilder model)
        {
            model.Entity<Book>().Property(book => book.Genre).HasConversion<string>();
            model.Entity<Book>().Property(book => book.Tags).HasColumnType("text[]");
        }
    }
}
