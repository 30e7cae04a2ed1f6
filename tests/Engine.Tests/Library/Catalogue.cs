namespace GraphBlog.Engine.Tests.Library;

/// <summary>What the toy schema serves, with a record of how it was asked.</summary>
public sealed class Catalogue
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 4, 46, 50, TimeSpan.Zero);

    public List<Shelf> Shelves { get; } = [new() { Id = 1, Label = "North", Height = 4 }, new() { Id = 2, Label = "South", Height = 2 }];

    public List<Reader> Readers { get; } = [new() { Id = 9, Name = "Ada", Card = "secret" }];

    public List<Book> Books { get; }

    /// <summary>The keys of each batch that a loader read.</summary>
    public List<string> Batches { get; } = [];

    /// <summary>The selector of each query, as text.</summary>
    public List<string> Selectors { get; } = [];

    public int Counts { get; set; }

    public Catalogue() => Books = [.. Enumerable.Range(1, 25).Select(number => new Book
    {
        Id = number,
        Title = $"Book {number:00}",
        Subtitle = number % 2 == 0 ? null : $"Part {number}",
        Genre = number % 3 == 0 ? Genre.ModernHistory : Genre.Fiction,
        Pages = number % 4 * 100,
        AddedAt = s_start.AddTicks(number / 2 * 10),
        Tags = ["a", "b"],
        ShelfId = number % 2 + 1,
        Shelf = Shelves[number % 2],
        LenderId = number == 3 ? 9 : null,
        Lender = number == 3 ? Readers[0] : null,
    })];
}
