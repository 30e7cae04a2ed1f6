using System.Globalization;
using System.Text;

namespace GraphBlog.GraphApi.Records.Merging;

/// <summary>Cuts words off a text, only ever between what people see as characters (Unicode's grapheme clusters).</summary>
internal static class WordCut
{
    /// <summary>The kind and the length, in UTF-16 units, of what a text begins with.</summary>
    /// <param name="text">A part of a line, which is not empty and begins with a whole character.</param>
    public static (WordKind Kind, int Length) First(ReadOnlySpan<char> text)
    {
        var (kind, first) = Character(text);
        return (kind, kind switch
        {
            WordKind.Word => Word(text, first),
            WordKind.Blank => Run(text, first),
            WordKind.Mark => Same(text, first),
            _ => first,
        });
    }

    // Marks such as those in "don't", "well-known", "3.14" and "https://example.org/a" belong to the word when it goes on after them.
    private static int Word(ReadOnlySpan<char> text, int length)
    {
        for (var at = length; at < text.Length;)
        {
            var (kind, size) = Character(text[at..]);
            if (kind != WordKind.Word && (size > 1 || !Joins(text[at])))
            {
                break;
            }

            at += size;
            length = kind == WordKind.Word ? at : length;
        }

        return length;
    }

    private static int Run(ReadOnlySpan<char> text, int length)
    {
        while (length < text.Length && Character(text[length..]) is (WordKind.Blank, var size))
        {
            length += size;
        }

        return length;
    }

    private static int Same(ReadOnlySpan<char> text, int first)
    {
        var length = first;
        while (text[length..].StartsWith(text[..first]) && Character(text[length..]).Length == first)
        {
            length += first;
        }

        return length;
    }

    private static (WordKind Kind, int Length) Character(ReadOnlySpan<char> text)
    {
        var length = char.IsAscii(text[0]) && (text.Length == 1 || char.IsAscii(text[1])) ? 1 : StringInfo.GetNextTextElementLength(text);
        return (char.IsAscii(text[0]) ? Kind(text[0]) : Rune.DecodeFromUtf16(text, out var rune, out _) == 0 ? Kind(rune) : WordKind.Mark, length);
    }

    private static WordKind Kind(char letter)
        => char.IsAsciiLetterOrDigit(letter) ? WordKind.Word : char.IsWhiteSpace(letter) ? WordKind.Blank : WordKind.Mark;

    private static WordKind Kind(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        _ when Rune.IsWhiteSpace(rune) => WordKind.Blank,
        <= UnicodeCategory.OtherNumber => IsWithoutBlanks(rune.Value) ? WordKind.Sign : WordKind.Word,
        _ => WordKind.Mark,
    };

    // The format characters are soft hyphens, joiners and marks of direction.
    private static bool Joins(char mark)
        => "'’.,:-‐‑·/@_&=?%+#~".Contains(mark) || char.GetUnicodeCategory(mark) == UnicodeCategory.Format;

    /// <remarks>Source: Unicode 16, Blocks.txt: Thai to Tibetan, Myanmar, Khmer, Tai scripts, Han with kana and Yi, and their extensions.</remarks>
    private static bool IsWithoutBlanks(int letter) => letter is (>= 0x0E00 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x1950 and <= 0x19FF) or (>= 0x1A20 and <= 0x1AAF) or (>= 0x2E80 and <= 0x312F) or (>= 0x3190 and <= 0xA4CF)
        or (>= 0xA9E0 and <= 0xA9FF) or (>= 0xAA60 and <= 0xAADF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFF9F)
        or (>= 0x16FE0 and <= 0x1B2FF) or (>= 0x20000 and <= 0x3FFFF);
}
