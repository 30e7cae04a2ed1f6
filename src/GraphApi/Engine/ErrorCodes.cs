namespace GraphBlog.GraphApi.Engine;

/// <summary>Codes in <c>extensions.code</c> of request and field errors. They are Hot Chocolate's, so that its clients know them.</summary>
public static class ErrorCodes
{
    /// <summary>A value does not have the format of its scalar, such as an id that is not a global id.</summary>
    public const string InvalidSyntaxFormat = "HC0002";

    /// <summary>More nodes were asked for at once than are allowed.</summary>
    public const string FetchedTooManyNodesAtOnce = "HC0076";

    /// <summary>A page was asked for that is larger than the largest allowed.</summary>
    public const string MaxPaginationItems = "HC0051";

    /// <summary>A page of a negative size was asked for.</summary>
    public const string MinPaginationItems = "HC0079";

    /// <summary>A cursor is not one that this list gave out.</summary>
    public const string InvalidCursor = "HC0078";

    /// <summary>Both <c>first</c> and <c>last</c> were given.</summary>
    public const string OneSlicingArgumentRequired = "HC0082";
}
