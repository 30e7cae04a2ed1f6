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

    /// <summary>The cursor that clients keep: base64url (RFC 4648, section 5) without padding.</summary>
    public string Cursor => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{From.Text};{To.Text};{EntryId}")));

    /// <summary>Whether the subscriber has a change already.</summary>
    public bool Includes(PostChangeRow change) => From.Sees(change.Transaction) || To.Sees(change.Transaction) && change.Id <= EntryId;

    /// <exception cref="GraphQLRequestException">It is no cursor of ours.</exception>
    public static FeedPosition Parse(string cursor)
        => cursor.Length <= MaxLength && Base64Url.IsValid(cursor)
            && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split(';') is [var from, var to, var id]
            && Moment.TryParse(from) is { } first && Moment.TryParse(to) is { } second
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var entry)
            ? new(first, second, entry)
            : throw new GraphQLRequestException("`after` is not a cursor of a change.", ErrorCodes.InvalidCursor, StatusCodes.Status400BadRequest);
}
