using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace GraphBlog.Engine.Execution;

/// <summary>
/// The escapes of strings, of which the parser does not know <c>\u{1F600}</c>. Source: GraphQL specification, section 2.9.4 "String Value".
/// </summary>
internal static partial class Escapes
{
    private const int MaxLength = 32;      // zeros may lead, but not a mebibyte of them
    private const string Wanted = "A \\u escape needs four hexadecimal digits, or a character's number in braces, such as \\u{1F600}.";

    // It is no Unicode text, and could neither be stored nor sent back.
    private const string Half = "A string holds half of a surrogate pair.";

    /// <summary>Reads the escape that a text begins with; two of them where they are a surrogate pair.</summary>
    /// <param name="text">From the backslash to the end of the document.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="isWide">Whether it is one that the parser does not know.</param>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public static string? Read(ReadOnlySpan<char> text, out int length, out bool isWide)
    {
        (length, isWide) = (2, text.StartsWith("\\u{"));
        if (isWide)
        {
            var end = text[..Math.Min(text.Length, MaxLength)].IndexOf('}');
            length = end + 1;
            return end > 3 && int.TryParse(text[3..end], NumberStyles.AllowHexSpecifier, null, out var code) && Rune.IsValid(code) ? null : Wanted;
        }

        if (!text.StartsWith("\\u"))
        {
            return text.Length > 1 && "\"\\/bfnrt".Contains(text[1]) ? null : "A string holds an unknown escape sequence.";
        }

        length = 6;
        if (!IsUnit(text, out var unit))
        {
            return Wanted;
        }

        if (!char.IsHighSurrogate(unit) || !text[length..].StartsWith("\\u"))
        {
            return char.IsSurrogate(unit) ? Half : null;
        }

        length = 12;
        return !IsUnit(text[6..], out var low) ? Wanted : char.IsLowSurrogate(low) ? null : Half;
    }

    /// <summary>The text with those characters written as themselves. What a string is shorter by follows it as blanks.</summary>
    public static string Narrow(string source, List<Range> strings)
    {
        var text = new StringBuilder(source.Length);
        var from = 0;
        foreach (var place in strings)
        {
            var written = Escape().Replace(source[place], escape => escape.Groups["code"] is { Success: true, ValueSpan: var code }
                ? Written(new Rune(int.Parse(code, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))) : escape.Value);
            text.Append(source, from, place.Start.Value - from).Append(written.PadRight(place.End.Value - place.Start.Value));
            from = place.End.Value;
        }

        return text.Append(source, from, source.Length - from).ToString();
    }

    private static bool IsUnit(ReadOnlySpan<char> text, out char unit)
    {
        var isUnit = ushort.TryParse(text.Length < 6 ? default : text[2..6], NumberStyles.AllowHexSpecifier, null, out var code);
        unit = (char)code;
        return isUnit;
    }

    // A quote or a backslash would mean something, and of control characters only the tab may stand in a string.
    private static string Written(Rune character) => character.Value switch
    {
        '"' or '\\' => $"\\{character}",
        '\t' => "\t",
        < ' ' or 0x7f => $"\\u{character.Value:x4}",
        _ => character.ToString(),
    };

    [GeneratedRegex(@"\\u\{(?<code>[0-9A-Fa-f]+)\}|\\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();
}
