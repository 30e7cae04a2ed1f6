namespace GraphBlog.Engine.Tests.Library;

/// <summary>A book on a shelf.</summary>
public sealed class Book
{
    public long Id { get; init; }

    /// <summary>The title, as on the cover.</summary>
    public string Title { get; init; } = "";

    public string? Subtitle { get; init; }

    public Genre Genre { get; init; }

    public int Pages { get; init; }

    public DateTimeOffset AddedAt { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public long ShelfId { get; init; }

    /// <summary>Where it stands.</summary>
    public Shelf Shelf { get; init; } = null!;

    public long? LenderId { get; init; }

    /// <summary>Who has it, if anybody.</summary>
    public Reader? Lender { get; init; }

    /// <summary>Whether anybody has it.</summary>
    public bool IsLent => LenderId is not null;
}

/// <summary>What a book is about.</summary>
public enum Genre
{
    /// <summary>Made up.</summary>
    Fiction,

    /// <summary>About what happened; see <see cref="Fiction"/> for what did not.</summary>
    ModernHistory,
}

/// <summary>A shelf.</summary>
public sealed class Shelf
{
    public long Id { get; init; }

    public string Label { get; init; } = "";

    public int Height { get; init; }
}

/// <summary>Somebody with a card.</summary>
public sealed class Reader
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Card { get; init; } = "";
}
