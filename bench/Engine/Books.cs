using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;

namespace GraphBlog.Bench.Engine;

public enum Genre
{
    Fiction,
    History,
}

public sealed record Author([property: ID<Author>] long Id, string Name);

public sealed record Book(
    [property: ID<Book>] long Id,
    string Slug,
    string Title,
    string Body,
    Genre Genre,
    int Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public required Author Author { get; init; }
}

[QueryType]
public static class BookQueries
{
    private static readonly Book[] s_page = [.. Enumerable.Range(1, 20).Select(number => new Book(
        number, $"book-{number}", $"Book number {number}", string.Concat(Enumerable.Repeat("It was a dark night. ", 5)),
        (Genre)(number % 2), number, DateTimeOffset.UnixEpoch.AddTicks(number * 1234567L), DateTimeOffset.UnixEpoch.AddDays(number))
    {
        Author = new Author(number % 3, $"Author {number % 3}"),
    })];

    public static IReadOnlyList<Book> Books() => s_page;
}
