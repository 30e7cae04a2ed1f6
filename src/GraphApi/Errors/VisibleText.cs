using System.Globalization;
using System.Text;

namespace GraphBlog.GraphApi.Errors;

/// <summary>What people see of a text.</summary>
internal static class VisibleText
{
    /// <summary>Whether anything of the text can be seen. Blanks, controls, marks of direction and fillers cannot.</summary>
    public static bool Is(string text) => text.EnumerateRunes().Any(IsVisible);

    /// <summary>Whether the text is one line without control characters; U+2028 and U+2029 end a line as well.</summary>
    public static bool IsOneLine(string text) => !text.Any(letter => char.IsControl(letter) || letter is '\u2028' or '\u2029');

    /// <summary>The text without the blanks around it, those without width among them.</summary>
    public static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsBlank(text[start]))
        {
            start++;
        }

        while (end > start && IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    /// <summary>Whether every surrogate has its other half.</summary>
    public static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
        }

        return true;
    }

    // Joiners and selectors stay: at the end of a text they can be part of an emoji.
    private static bool IsBlank(char letter) => char.IsWhiteSpace(letter) || letter is '\u200b' or '\u2060' or '\ufeff';

    /// <remarks>
    /// Source: Unicode 16, DerivedCoreProperties.txt, Default_Ignorable_Code_Point, of which most are in the category Format; and the
    /// Braille pattern without a dot.
    /// </remarks>
    private static bool IsVisible(Rune rune) => !Rune.IsWhiteSpace(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format)
        && rune.Value is not (0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2065 or 0x2800 or 0x3164
            or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xFFF0 and <= 0xFFF8) or (>= 0xE0000 and <= 0xE0FFF));
}
