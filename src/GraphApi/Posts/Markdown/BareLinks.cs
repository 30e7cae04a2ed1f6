using System.Buffers;

namespace GraphBlog.GraphApi.Posts.Markdown;

/// <summary>Addresses of the web and of mail that stand in the text with no sign around them, or between &lt; and &gt;.</summary>
internal sealed class BareLinks
{
    private const int LongestScheme = 32;

    private static readonly SearchValues<char> s_local = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.+_-");
    private static readonly SearchValues<char> s_mailDomain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    // The domain that was looked at last: one that is none is not looked at again from each place in it.
    private int _domainEnd = -1;
    private bool _isDomain;

    public readonly record struct Link(string Scheme, int Start, int End);

    public void Clear() => _domainEnd = -1;

    /// <summary>The link that the sign at this place is part of, a colon, a w or an @.</summary>
    /// <param name="text">The paragraph.</param>
    /// <param name="at">The sign.</param>
    /// <param name="from">What is before this is in a piece already.</param>
    /// <param name="isInBrackets">It may be the text of a link, and ends where that does.</param>
    /// <param name="link">What was found.</param>
    public bool TryFind(string text, int at, int from, bool isInBrackets, out Link link)
    {
        link = default;
        var rest = text.AsSpan(at);
        return text[at] switch
        {
            '@' => Mail(text, at, from, out link),
            'w' => rest.StartsWith("www.") && (at == 0 || char.IsWhiteSpace(text[at - 1]) || text[at - 1] is '*' or '_' or '~' or '(' or '[') && Web(text, "http://", at, at + 4, isInBrackets, out link),
            _ => rest.StartsWith("://") && Scheme(text, at, from) is var start and >= 0 && Web(text, "", start, at + 3, isInBrackets, out link),
        };
    }

    /// <summary>Where an address between &lt; and &gt; ends; -1 when there is none.</summary>
    public static int AddressEnd(string text, int at, out string scheme)
    {
        scheme = "";
        var length = text.AsSpan(at + 1).IndexOfAny(" <>\n\t");
        if (length <= 0 || text[at + 1 + length] != '>')
        {
            return -1;
        }

        var address = text.AsSpan(at + 1, length);
        var colon = address.IndexOf(':');
        if (colon is > 1 and <= LongestScheme && char.IsAsciiLetter(address[0]) && !address[..colon].ContainsAnyExcept(s_local))
        {
            return at + length + 2;
        }

        scheme = "mailto:";
        var sign = address.IndexOf('@');
        return sign > 0 && sign + 1 < length && !address.Contains('\\') && !address[(sign + 1)..].ContainsAnyExcept(s_mailDomain) && char.IsAsciiLetterOrDigit(address[^1])
            ? at + length + 2
            : -1;
    }

    private static int Scheme(string text, int colon, int from)
    {
        var before = text.AsSpan(from..colon);
        var length = before.EndsWith("https", StringComparison.OrdinalIgnoreCase) ? 5 : before.EndsWith("http", StringComparison.OrdinalIgnoreCase) ? 4 : 0;
        return length == 0 || (colon - length > 0 && char.IsAsciiLetterOrDigit(text[colon - length - 1])) ? -1 : colon - length;
    }

    private bool Web(string text, string scheme, int start, int domain, bool isInBrackets, out Link link)
    {
        link = default;
        if (domain >= text.Length || !char.IsLetterOrDigit(text[domain]) || !IsDomain(text, domain))
        {
            return false;
        }

        var end = domain;
        while (end < text.Length && text[end] != '<' && !char.IsWhiteSpace(text[end]) && !(isInBrackets && text[end] == ']'))
        {
            end++;
        }

        link = new(scheme, start, WithoutTail(text, domain, end));
        return link.End > domain;
    }

    private bool IsDomain(string text, int start)
    {
        if (start >= _domainEnd)
        {
            for (_domainEnd = start; _domainEnd < text.Length && (char.IsLetterOrDigit(text[_domainEnd]) || text[_domainEnd] is '.' or '_' or '-'); _domainEnd++)
            {
            }

            var domain = text.AsSpan(start.._domainEnd).TrimEnd('.');
            var dot = domain.LastIndexOf('.');
            dot = dot < 0 ? dot : domain[..dot].LastIndexOf('.');
            _isDomain = !domain[(dot + 1)..].Contains('_');
        }

        return _isDomain;
    }

    /// <summary>Without the signs at the end that belong to the sentence, and the parenthesis that began before it.</summary>
    private static int WithoutTail(string text, int start, int end)
    {
        var address = text.AsSpan(start..end);
        var unopened = address.Count(')') - address.Count('(');
        for (; end > start; end--)
        {
            switch (text[end - 1])
            {
                case '?' or '!' or '.' or ',' or ':' or '*' or '_' or '~' or '\'' or '"':
                    break;
                case ')' when unopened-- > 0:
                    break;
                case ';':
                    var name = end - 2;
                    while (name > start && char.IsAsciiLetterOrDigit(text[name]))
                    {
                        name--;
                    }

                    end = text[name] == '&' && name < end - 2 ? name + 1 : end;
                    break;
                default:
                    return end;
            }
        }

        return end;
    }

    private static bool Mail(string text, int at, int from, out Link link)
    {
        var start = at;
        while (start > from && s_local.Contains(text[start - 1]))
        {
            start--;
        }

        var length = text.AsSpan(at + 1).IndexOfAnyExcept(s_mailDomain);
        var domain = text.AsSpan(at + 1, length < 0 ? text.Length - at - 1 : length).TrimEnd('.');
        link = new("mailto:", start, at + 1 + domain.Length);
        return start < at && char.IsAsciiLetterOrDigit(text[start]) && domain.Contains('.') && domain[^1] is not ('-' or '_');
    }
}
