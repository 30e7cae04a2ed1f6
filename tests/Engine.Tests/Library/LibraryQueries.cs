using System.Text.Json;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphQL;

namespace GraphBlog.Engine.Tests.Library;

[QueryType]
public static class LibraryQueries
{
    /// <summary>All books, newest first.</summary>
    public static Task<Connection<Book>> GetBooksAsync(
        Catalogue catalogue, PagingArguments page, QueryContext<Book> query, CancellationToken ct)
    {
        catalogue.Selectors.Add(query.Selector.ToString());
        return catalogue.Books.AsQueryable().OrderByDescending(book => book.AddedAt).ThenBy(book => book.Id)
            .ToConnectionAsync(page, query, ct);
    }

    /// <summary>A book by its id.</summary>
    public static Book? GetBook([ID<Book>] long id, Catalogue catalogue) => catalogue.Books.Find(book => book.Id == id);

    public static IEnumerable<Book> BooksByIds([ID<Book>] IReadOnlyList<long> ids, Catalogue catalogue)
        => catalogue.Books.Where(book => ids.Contains(book.Id));

    public static IReadOnlyList<GlobalId> Ids(GlobalId any) => [any, GlobalId.Of<Shelf>(7)];

    /// <summary>Answers what it was asked.</summary>
    public static string Echo(EchoInput input) => input.ToString();

    public static string Arguments(
        int count = 3, Genre genre = Genre.ModernHistory, Genre? maybe = null, Optional<int?> limit = default,
            [GraphQLDeprecated("Use `limit`.")] List<int>? list = null,
        double ratio = 0.5, long big = 1)
        => $"{count} {genre} {maybe} {(limit.HasValue ? $"given {limit.Value}" : "left out")} {string.Join(',', list ?? [])} {ratio} {big}";

    public static JsonElement? Json(JsonElement? value) => value;

    public static DateTimeOffset Moment(DateTimeOffset value) => value;

    [GraphQLName("field")]
    public static string FieldName(IResolveFieldContext context) => context.FieldDefinition.Name;

    [GraphQLType<NodeType>]
    public static object? AnyNode(Catalogue catalogue) => catalogue.Shelves[0];
}
