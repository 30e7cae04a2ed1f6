using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using GraphBlog.Engine;
using GraphBlog.Engine.Http;

namespace GraphBlog.GraphApi.ChangeFeed;

/// <summary>
/// How far a subscriber has come: it has all that <paramref name="From"/> sees and, of what came in up to <paramref name="To"/>, the
/// entries up to an id. It holds everything that is needed to go on, so any server can, whenever.
/// </summary>
internal sealed record FeedCursor(DatabaseSnapshot From, DatabaseSnapshot To, long EntryId)
{
    private const int MaxLength = 8192;
    private const string BeforeEpochs = "0";      // cursors of the first version name none

    /// <summary>What a client's cursor says of its origin; null when it was made here, or by a version that did not say it.</summary>
    private byte[]? Seal { get; init; }

    private string Text => string.Create(CultureInfo.InvariantCulture, $"{To.Epoch};{From.Text};{To.Text};{EntryId}");

    /// <summary>Where somebody is who has read everything at a moment.</summary>
    public static FeedCursor At(DatabaseSnapshot moment) => new(moment, moment, 0);

    /// <summary>
    /// The cursor that clients of an organisation keep: base64url (RFC 4648, section 5) without padding. Only who has the key can make
    /// one, and for no other organisation (HMAC-SHA256, RFC 2104).
    /// </summary>
    public string Cursor(long org)
        => Base64Url.EncodeToString(Encoding.ASCII.GetBytes($"{Text};{Base64Url.EncodeToString(SealFor(org, To.CursorKey))}"));

    /// <summary>Refuses what a client sent as a cursor unless it was made for its organisation in the epoch of a moment of now.</summary>
    /// <exception cref="GraphQLRequestException">CURSOR_FROM_ANOTHER_EPOCH or CURSOR_NOT_AUTHENTIC.</exception>
    public void Authenticate(long org, DatabaseSnapshot now)
    {
        if (Seal is null || To.Epoch != now.Epoch)
        {
            throw Foreign();
        }

        if (!CryptographicOperations.FixedTimeEquals(Seal, SealFor(org, now.CursorKey)))
        {
            throw new GraphQLRequestException(
                "`after` is not a cursor that your organisation was given. Send one as it came, or begin with `changeCursor`.",
                ErrorCodes.CursorNotAuthentic,
                StatusCodes.Status400BadRequest);
        }
    }

    /// <summary>The refusal of a position that says nothing here, with the way on.</summary>
    public static GraphQLRequestException Foreign() => new(
        "The cursor was given out before this database was restored or moved, or by a former version, so what came after it cannot be told. "
        + "Read anew what you keep, together with `changeCursor`, and follow from that.",
        ErrorCodes.CursorFromAnotherEpoch,
        StatusCodes.Status409Conflict);

    /// <summary>The refusal of a position behind which entries were dropped, with the way on.</summary>
    public static GraphQLRequestException TooOld() => new(
        "Of what came after the cursor, months of the audit log are no longer kept, so not all of it can be told. "
        + "Read anew what you keep, together with `changeCursor`, and follow from that.",
        ErrorCodes.CursorTooOld,
        StatusCodes.Status409Conflict);

    /// <exception cref="GraphQLRequestException">It has not the form of a cursor of any version.</exception>
    public static FeedCursor Parse(string cursor) => Parts(cursor) switch
    {
        [var from, var to, var id] => Read(BeforeEpochs, from, to, id, seal: null),
        [var epoch, var from, var to, var id] => Read(epoch, from, to, id, seal: null),
        [var epoch, var from, var to, var id, var seal] when Base64Url.IsValid(seal) => Read(epoch, from, to, id, Base64Url.DecodeFromChars(seal)),
        _ => throw Malformed(),
    };

    private static string[] Parts(string cursor) => cursor.Length <= MaxLength && Base64Url.IsValid(cursor)
        ? Encoding.ASCII.GetString(Base64Url.DecodeFromChars(cursor)).Split(';') : [];

    private static FeedCursor Read(string epoch, string from, string to, string id, byte[]? seal)
        => DatabaseSnapshot.TryParse(epoch, from) is { } first && DatabaseSnapshot.TryParse(epoch, to) is { } second
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var entry)
            ? new(first, second, entry) { Seal = seal }
            : throw Malformed();

    private static GraphQLRequestException Malformed()
        => new("`after` is not a cursor of a change.", ErrorCodes.InvalidCursor, StatusCodes.Status400BadRequest);

    private byte[] SealFor(long org, byte[] key) => key.Length > 0
        ? HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{org};{Text}")))
        : throw new InvalidOperationException("Without a key anybody could make this cursor.");
}
