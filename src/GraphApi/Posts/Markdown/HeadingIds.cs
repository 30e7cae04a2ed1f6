using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using GraphBlog.GraphApi.Posts.Html;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>
/// Ids of headings as GitHub makes them: the words in lower case with hyphens, then -1, -2 for the same words again. The prefix keeps them
/// from taking the name of something in the page.
/// </summary>
internal sealed class HeadingIds
{
    public const string Prefix = SafeElements.IdPrefix;

    private static readonly SearchValues<char> s_kept = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_");

    // How often the words came again: -1 up to this number are taken.
    private readonly Dictionary<string, int> _again = [];

    public string For(string heading)
    {
        var words = Words(heading);
        if (!IsTaken(words))
        {
            _again[words] = 0;
            return Prefix + words;
        }

        var number = _again.GetValueOrDefault(words);
        string id;
        do
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{words}-{++number}");
        }
        while (_again.ContainsKey(id));
        _again[words] = number;
        return Prefix + id;
    }

    private bool IsTaken(string id)
    {
        if (_again.ContainsKey(id))
        {
            return true;
        }

        var hyphen = id.LastIndexOf('-');
        return hyphen >= 0 && int.TryParse(id.AsSpan(hyphen + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && _again.TryGetValue(id[..hyphen], out var again) && number > 0 && number <= again;
    }

    private static string Words(string heading)
    {
        if (heading.Length > 0 && !heading.AsSpan().ContainsAnyExcept(s_kept))
        {
            return heading;
        }

        var words = new StringBuilder(heading.Length);
        foreach (var rune in WebUtility.HtmlDecode(heading).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || rune.Value is '-' or '_' || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark)
            {
                words.Append(Rune.ToLowerInvariant(rune));
            }
            else if (rune.Value is ' ' or '\n')
            {
                words.Append('-');
            }
        }

        return words.Length == 0 ? "section" : words.ToString();
    }
}
