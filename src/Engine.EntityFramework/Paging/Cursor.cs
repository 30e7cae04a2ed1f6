using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using GraphQL;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>
/// Opaque cursors: base64url (RFC 4648, section 5) of a tag of the ordering and the item's keys, each with its length before it and a
/// missing one as a hyphen. The tag tells a cursor of another ordering apart. Cursors are not signed: what a client makes up is only
/// ever compared with.
/// </summary>
internal static class Cursor
{
    private const int MaxLength = 8192;
    private const int TagLength = 8;
    private const string Missing = "-:";
    private static readonly UTF8Encoding s_utf8 = new(false, true);

    /// <summary>Writes the cursors of an ordering's items.</summary>
    public static Func<T, string> Writer<T>(IReadOnlyList<KeysetKey> keys) where T : notnull
    {
        var tag = Tag(keys);
        return item =>
        {
            var text = new StringBuilder(tag);
            foreach (var value in keys.Select(key => key.ValueOf(item) is { } value ? CursorValue.Format(value) : null))
            {
                text.Append(value is null ? Missing : string.Create(CultureInfo.InvariantCulture, $"{value.Length}:{value}"));
            }

            return Base64Url.EncodeToString(s_utf8.GetBytes(text.ToString()));
        };
    }

    /// <summary>Reads the keys out of a cursor.</summary>
    /// <param name="cursor">What the client gave.</param>
    /// <param name="argument">The argument it was given as, for the error.</param>
    /// <param name="keys">The ordering's keys.</param>
    /// <exception cref="ExecutionError">The cursor is none of this ordering.</exception>
    public static IReadOnlyList<object?> Read(string cursor, string argument, IReadOnlyList<KeysetKey> keys)
        => Decode(cursor) is { } text && text.StartsWith(Tag(keys), StringComparison.Ordinal)
            && Values(text.AsSpan(TagLength), keys) is { } values ? values
            : throw new ExecutionError($"The value of `{argument}` is not a cursor of this list.") { Code = ErrorCodes.InvalidCursor };

    private static string? Decode(string cursor)
    {
        var bytes = new byte[Math.Min(cursor.Length, MaxLength)];
        if (cursor.Length > MaxLength || Base64Url.DecodeFromChars(cursor, bytes, out _, out var length) != OperationStatus.Done)
        {
            return null;
        }

        try
        {
            return s_utf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static List<object?>? Values(ReadOnlySpan<char> text, IReadOnlyList<KeysetKey> keys)
    {
        var values = new List<object?>();
        foreach (var key in keys)
        {
            if (key.IsNullable && text.StartsWith(Missing))
            {
                values.Add(null);
                text = text[Missing.Length..];
                continue;
            }
            var colon = text.IndexOf(':');
            if (colon < 0 || !int.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
                || length > text.Length - colon - 1
                || !CursorValue.TryParse(text.Slice(colon + 1, length).ToString(), CursorValue.TypeOf(key.Property), out var value))
            {
                return null;
            }
            values.Add(value);
            text = text[(colon + 1 + length)..];
        }
        return text.IsEmpty ? values : null;
    }

    /// <summary>FNV-1a of the keys and their directions.</summary>
    private static string Tag(IReadOnlyList<KeysetKey> keys)
    {
        var hash = 2166136261u;
        foreach (var key in keys)
        {
            foreach (var character in $"{key.Property.DeclaringType!.Name}.{key.Property.Name}{(key.IsDescending ? '-' : '+')}")
            {
                hash = (hash ^ character) * 16777619u;
            }
        }
        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
