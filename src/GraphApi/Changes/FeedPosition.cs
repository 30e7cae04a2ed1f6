using System.Buffers.Text;
using System.Globalization;
using System.Text;
using GraphBlog.GraphApi.Engine;
using GraphBlog.GraphApi.Engine.Http;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.Changes;

/// <summary>
/// How far a subscriber has come: it has all that <paramref name="From"/> sees and, of what came in up to <paramref name="To"/>, the
/// entries up to an id. It holds everything that is needed to go on, so any server can, whenever.
/// </summary>
internal sealed record FeedPosition(Moment From, Moment To, long EntryId)
{
    private const int MaxLength = 8192;
    private const string BeforeEpochs = "0";      // cursors of former versions name none

    /// <summary>The cursor that clients keep: base64url (RFC 4648, section 5) without padding.</summary>
    public string Cursor => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{To.Epoch};{From.Text};{To.Text};{EntryId}")));

    /// <summary>Where somebody is who has read everything at a moment.</summary>
    public static FeedPosition At(Moment moment) => new(moment, moment, 0);

    /// <summary>The refusal of a position that says nothing here, with the way on.</summary>
    public static GraphQLRequestException Foreign() => new(
        "The cursor was given out before this database was restored or moved, so what came after it cannot be told. "
        + "Read anew what you keep, together with `changeCursor`, and follow from that.",
        "CURSOR_FROM_ANOTHER_EPOCH",
        StatusCodes.Status409Conflict);

    /// <summary>Whether the subscriber has a change already.</summary>
    public bool Includes(PostChangeRow change) => From.Sees(change.Transaction) || To.Sees(change.Transaction) && change.Id <= EntryId;

    /// <exception cref="GraphQLRequestException">It is no cursor of ours.</exception>
    public static FeedPosition Parse(string cursor)
        => cursor.Length <= MaxLength && Base64Url.IsValid(cursor)
            && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split(';') is [.. var epoch, var from, var to, var id] && epoch.Length <= 1
            && (epoch.Length == 1 ? epoch[0] : BeforeEpochs) is var named
            && Moment.TryParse(named, from) is { } first && Moment.TryParse(named, to) is { } second
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var entry)
            ? new(first, second, entry)
            : throw new GraphQLRequestException("`after` is not a cursor of a change.", ErrorCodes.InvalidCursor, StatusCodes.Status400BadRequest);
}
