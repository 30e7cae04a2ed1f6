using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.Tests.Library;

[MutationType]
public static class LibraryMutations
{
    /// <summary>Changes a book's title.</summary>
    /// <returns>The book as it now is.</returns>
    [Error<BookNotFoundException>, Error<InvalidTitleException>]
    public static async Task<Book> RenameBookAsync(RenameBookInput input, Catalogue catalogue, QueryContext<Book> query, CancellationToken ct)
    {
        await Task.Yield();
        if (input.Title == "crash")
        {
            throw new InvalidOperationException("secret");
        }

        if (input.Title == "several")
        {
            throw new AggregateException(new InvalidTitleException("too short", 1), new BookNotFoundException(5));
        }

        if (input.Title == "mixed")
        {
            throw new AggregateException(new InvalidTitleException("too short", 1), new InvalidOperationException("secret"));
        }

        if (input.Title.Length == 0)
        {
            throw new InvalidTitleException("A title must not be empty.", 1);
        }

        var book = catalogue.Books.Find(book => book.Id == input.Id) ?? throw new BookNotFoundException(input.Id);
        return query.Selector.Compile()(new Book { Id = book.Id, Title = input.Title, Shelf = book.Shelf });
    }

    /// <summary>Gives a book away.</summary>
    [Error<BookNotFoundException>, UseMutationConvention(PayloadFieldName = "removedBookId")]
    [return: ID<Book>]
    public static long RemoveBook(RemoveBookInput input)
        => input.Id == 1 ? input.Id : throw new BookNotFoundException(input.Id);

    /// <summary>Moves books.</summary>
    /// <returns>The books' titles.</returns>
    [Error<BookNotFoundException>, Error<InvalidTitleException>]
    [UseMutationConvention(PayloadFieldName = "titles", HasErrorsOfItems = true)]
    public static IReadOnlyList<string> MoveBooks(MoveBooksInput input)
        => input.Moves.Count > 2 ? throw new InvalidTitleException("Too many.", 2)
            : input.Moves.Select((move, index) => (move, index)).Where(one => one.move.Remove is null).Select(one => new ItemException(
                one.index, one.move.Rename == "crash" ? new InvalidOperationException("secret")
                    : new InvalidTitleException(one.move.Rename!, 1))).ToList()
                is { Count: > 0 } wrong ? throw new AggregateException(wrong.AsEnumerable().Reverse())
            : [.. input.Moves.Select(move => $"{move.Remove}")];

    public static Shelf AddShelf(AddShelfInput input) => new() { Id = 3, Label = input.Label };
}

public sealed record RenameBookInput([ID<Book>] long Id, string Title);

public sealed record RemoveBookInput([ID<Book>] long Id);

public sealed record MoveBooksInput(IReadOnlyList<MoveInput> Moves);

/// <summary>A move.</summary>
/// <param name="Remove">Which book to give away.</param>
/// <param name="Rename">A new title.</param>
[OneOf]
public sealed record MoveInput([ID<Book>] long? Remove, string? Rename);

public sealed record AddShelfInput(string Label);

/// <summary>There is no such book.</summary>
public sealed class BookNotFoundException(long id) : Exception($"There is no book {id}.")
{
    /// <summary>The id asked for.</summary>
    [ID<Book>]
    public long Id { get; } = id;
}

/// <summary>The title cannot be one.</summary>
public sealed class InvalidTitleException(string message, int minLength) : Exception(message)
{
    public int MinLength { get; } = minLength;
}
