using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphQL.DataLoader;

namespace GraphBlog.Engine.Tests.Library;

[ObjectType<Book>(IgnoreProperties = [nameof(Book.ShelfId), nameof(Book.LenderId)])]
public static class BookFields
{
    [NodeResolver]
    public static IDataLoaderResult<Book?> GetBookById(long id, BookById books) => books.LoadAsync(id);

    /// <summary>The shelf, loaded in a batch.</summary>
    public static IDataLoaderResult<Shelf?> GetShelfAsLoaded([Parent(nameof(Book.ShelfId))] Book book, ShelfById shelves)
        => shelves.LoadAsync(book.ShelfId);

    /// <summary>Title and subtitle.</summary>
    /// <param name="separator">What goes between them.</param>
    public static string FullTitle([Parent("Title Subtitle")] Book book, string separator = ": ")
        => book.Subtitle is null ? book.Title : book.Title + separator + book.Subtitle;

    public static ValueTask<int> WeightAsync([Parent] Book book) => new(book.Pages * 2);

    [GraphQLDeprecated("Use `fullTitle`.")]
    public static string Label() => "old";

    [return: ID<Shelf>]
    public static long ShelfId([Parent(nameof(Book.ShelfId))] Book book) => book.ShelfId;
}

[ObjectType<Shelf>]
public static class ShelfFields
{
    [NodeResolver]
    public static async Task<Shelf?> GetShelfAsync(long id, Catalogue catalogue, QueryContext<Shelf> query, CancellationToken ct)
    {
        await Task.Yield();
        ct.ThrowIfCancellationRequested();
        catalogue.Selectors.Add(query.Selector.ToString());
        return catalogue.Shelves.Find(shelf => shelf.Id == id);
    }
}

/// <summary>The card is nobody's business.</summary>
[ObjectType<Reader>(IgnoreProperties = [nameof(Reader.Card)])]
public static class ReaderFields;
