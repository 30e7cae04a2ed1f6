using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.Tests.Library;

/// <summary>An input with everything.</summary>
/// <param name="Id">Which book.</param>
/// <param name="Title">A new title.</param>
/// <param name="Subtitle">A new subtitle; null removes it.</param>
/// <param name="Genre">A genre.</param>
/// <param name="Nested">Another one inside.</param>
public sealed record EchoInput(
    [ID<Book>] long Id,
    string Title,
    Optional<string?> Subtitle = default,
    Genre Genre = Genre.Fiction,
    IReadOnlyList<Genre>? Genres = null,
    EchoFilter? Nested = null)
{
    /// <summary>Set beside the constructor.</summary>
    [GraphQLDeprecated("Nobody counts.")]
    public int? Count { get; init; } = 7;

    public override string ToString()
        => $"{Id} {Title} {(Subtitle.HasValue ? Subtitle.Value ?? "null" : "left out")} {Genre} {string.Join(',', Genres ?? [])} "
            + $"[{Nested}] {Count}";
}

public sealed record EchoFilter(IReadOnlyList<EchoFilter>? And = null, [ID<Shelf>] IReadOnlyList<long>? Shelves = null,
    GlobalId? Any = null, DateTimeOffset? Before = null, [GraphQLDeprecated("Use `before`.")] double? Ratio = null)
{
    public override string ToString()
        => $"and({string.Join(';', And ?? [])}) {string.Join(',', Shelves ?? [])} {Any?.TypeName} {Before:O} {Ratio}";
}
