using GraphQL;

namespace GraphBlog.Engine.Paging;

/// <summary>
/// Which page of a connection is asked for (GraphQL Cursor Connections Specification, section 4). As a resolver's parameter it
/// becomes the four arguments of the same names, and exactly one of <see cref="First"/> and <see cref="Last"/> is set.
/// </summary>
/// <param name="First">How many items from the start, at least 0.</param>
/// <param name="After">Only items after this cursor.</param>
/// <param name="Last">How many items up to the end, at least 0.</param>
/// <param name="Before">Only items before this cursor.</param>
public sealed record PagingArguments(int? First = null, string? After = null, int? Last = null, string? Before = null)
{
    /// <summary>The size where a client gives neither `first` nor `last`, and the largest that it may ask for.</summary>
    internal const int DefaultSize = 20, MaxSize = 100;

    /// <summary>The size of the page.</summary>
    public int Size => First ?? Last ?? throw new InvalidOperationException("Neither first nor last is set.");

    /// <summary>Reads the arguments of a field and applies the default size.</summary>
    /// <exception cref="ExecutionError">Both sizes are given, or one is negative or too large.</exception>
    internal static PagingArguments Read(IResolveFieldContext context)
    {
        var arguments = context.Arguments!;
        var first = (int?)arguments["first"].Value;
        var last = (int?)arguments["last"].Value;
        if (first is not null && last is not null)
        {
            throw Error("Give either `first` or `last`, not both.", ErrorCodes.OneSlicingArgumentRequired);
        }

        Validate("first", first);
        Validate("last", last);
        return new(first ?? (last is null ? DefaultSize : null), (string?)arguments["after"].Value,
            last, (string?)arguments["before"].Value);
    }

    private static void Validate(string name, int? size)
    {
        if (size < 0)
        {
            throw Error($"The value of `{name}` must be at least 0.", ErrorCodes.MinPaginationItems);
        }

        if (size > MaxSize)
        {
            throw Error($"The value of `{name}` must be at most {MaxSize}.", ErrorCodes.MaxPaginationItems);
        }
    }

    private static ExecutionError Error(string message, string code) => new(message) { Code = code };
}
