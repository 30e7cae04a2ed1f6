using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;

namespace GraphBlog.Engine.Execution.Responses;

/// <summary>
/// Writes text as a JSON string, byte for byte as <see cref="System.Text.Json.Utf8JsonWriter"/> does with relaxed escaping.
/// </summary>
internal static class JsonText
{
    private const int MaxBytesPerChar = 3;
    private const int Most = ResponseBuffer.Piece / MaxBytesPerChar;      // so many characters at a time fit into a piece, whatever they are

    private static readonly SearchValues<char> s_plain
        = SearchValues.Create([.. Enumerable.Range(0, 0x80).Select(code => (char)code).Where(IsPlain)]);

    public static void Write(ResponseBuffer buffer, string text)
    {
        var start = buffer.Length;
        buffer.Write((byte)'"');
        var rest = text.AsSpan();
        while (true)
        {
            var plain = rest.IndexOfAnyExcept(s_plain);
            Ascii(buffer, plain < 0 ? rest : rest[..plain]);
            if (plain < 0)
            {
                break;
            }

            rest = rest[plain..];
            var taken = Special(buffer, rest);
            if (taken == 0)
            {
                // Rare: a control character, half of a surrogate pair, or what is past the basic plane.
                buffer.Length = start;
                buffer.WriteJson(text, static (writer, value) => writer.WriteStringValue(value));
                return;
            }

            rest = rest[taken..];
        }

        buffer.Write((byte)'"');
    }

    /// <summary>Writes what begins with a character that is not plain. Answers how many characters it took, 0 where it cannot.</summary>
    private static int Special(ResponseBuffer buffer, ReadOnlySpan<char> text)
    {
        if (Escape(text[0]) is not 0 and var letter)
        {
            buffer.Write((byte)'\\');
            buffer.Write(letter);
            return 1;
        }

        var length = 0;
        while (length < text.Length && length < Most && (text[length] < 0x80 ? s_plain.Contains(text[length]) : Unescaped.Contains(text[length])))
        {
            length++;
        }

        buffer.Advance(Encoding.UTF8.GetBytes(text[..length], buffer.Free(length * MaxBytesPerChar)));
        return length;
    }

    private static void Ascii(ResponseBuffer buffer, ReadOnlySpan<char> text)
    {
        while (text.Length > Most)
        {
            Ascii(buffer, text[..Most]);
            text = text[Most..];
        }

        buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.Free(text.Length)));
    }

    private static byte Escape(char character) => character switch
    {
        '"' => (byte)'"',
        '\\' => (byte)'\\',
        '\n' => (byte)'n',
        '\r' => (byte)'r',
        '\t' => (byte)'t',
        _ => 0,
    };

    private static bool IsPlain(char character)
        => !char.IsSurrogate(character) && JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(character.ToString()).Length == 1;

    /// <summary>The characters past ASCII that need no escape, found out when the first one is written.</summary>
    private static class Unescaped
    {
        private static readonly bool[] s_characters = [.. Enumerable.Range(0, 0x10000).Select(code => code >= 0x80 && IsPlain((char)code))];

        public static bool Contains(char character) => s_characters[character];
    }
}
