using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.Relay;

/// <summary>
/// An object's opaque global id: standard base64 (RFC 4648, section 4) of <c>Type:key</c>, as Hot Chocolate 16 writes it. The
/// URL-safe alphabet and missing padding are read too. As the type of an argument or a field it stands for an id of any type.
/// </summary>
/// <remarks>
/// What is not base64 of <c>Type:key</c> is an error of the request. What is, but names another type or a key that cannot be,
/// is an id that nothing has: it decodes to <see cref="UnknownKey"/> and is answered as absent.
/// </remarks>
/// <param name="TypeName">The name of the object type.</param>
/// <param name="Key">The key as text.</param>
public readonly record struct GlobalId(string TypeName, string Key)
{
    private const int MaxLength = 1024;
    private static readonly UTF8Encoding s_utf8 = new(false, true);

    /// <summary>The global id of the object of type <typeparamref name="T"/> with the given key.</summary>
    public static GlobalId Of<T>(object key) => new(NameOf<T>.Value, KeyText(key));

    /// <summary>The opaque text of the id of a type and key.</summary>
    public static string Format(string typeName, object key) => new GlobalId(typeName, KeyText(key)).ToString();

    /// <summary>The opaque text.</summary>
    public override string ToString()
    {
        Span<byte> buffer = stackalloc byte[256];
        return s_utf8.TryGetBytes(TypeName, buffer, out var start) && start < buffer.Length - 1
            && s_utf8.TryGetBytes(Key, buffer[(start + 1)..], out var length) && (buffer[start] = (byte)':') == ':'
            ? Convert.ToBase64String(buffer[..(start + 1 + length)])
            : Convert.ToBase64String(s_utf8.GetBytes($"{TypeName}:{Key}"));
    }

    /// <summary>Reads an opaque text; false when it is not base64 of <c>Type:key</c>.</summary>
    public static bool TryParse(string? text, out GlobalId id)
    {
        id = default;
        if (text is null or "" || text.Length > MaxLength)
        {
            return false;
        }

        var urlSafe = text.TrimEnd('=').Replace('+', '-').Replace('/', '_');
        var bytes = new byte[Base64Url.GetMaxDecodedLength(urlSafe.Length)];
        if (Base64Url.DecodeFromChars(urlSafe, bytes, out _, out var length) != OperationStatus.Done)
        {
            return false;
        }

        string decoded;
        try
        {
            decoded = s_utf8.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
        var colon = decoded.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !decoded.AsSpan(0, colon).ContainsOnlyNameCharacters())
        {
            return false;
        }

        id = new(decoded[..colon], decoded[(colon + 1)..]);
        return true;
    }

    /// <summary>
    /// The key as a value of the given type; <see cref="UnknownKey"/> when its text is none. A number has one text only: "+1", "01"
    /// and "1\0", which .NET reads as well, would be other ids of the same object.
    /// </summary>
    public object KeyAs(Type keyType)
    {
        object? key = null;
        if (keyType == typeof(long) && long.TryParse(Key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var int64)
            && KeyText(int64) == Key)
        {
            key = int64;
        }
        else if (keyType == typeof(string) && !Key.Contains('\0', StringComparison.Ordinal))
        {
            key = Key;
        }

        return key ?? UnknownKey(keyType);
    }

    /// <summary>
    /// The key that no object has: the least long, or the empty string. A resolver looks it up like any other key and
    /// finds nothing.
    /// </summary>
    public static object UnknownKey(Type keyType) => keyType == typeof(long) ? long.MinValue
        : keyType == typeof(string) ? ""
        : throw new SchemaException($"{keyType} cannot be the key of a global id: it must be long or string.");

    private static string KeyText(object key) => key switch
    {
        string text => text,
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => throw new ArgumentException($"{key.GetType()} cannot be the key of a global id.", nameof(key)),
    };

    private static class NameOf<T>
    {
        public static readonly string Value = Naming.TypeName(typeof(T));
    }
}
