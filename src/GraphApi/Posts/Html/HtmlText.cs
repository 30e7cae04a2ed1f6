using System.Buffers;
using System.Text;

namespace GraphBlog.GraphApi.Posts.Html;

internal static class HtmlText
{
    private static readonly SearchValues<char> s_special = SearchValues.Create("&<>\"");

    /// <summary>Writes text so that HTML reads it as text, in an attribute too.</summary>
    public static StringBuilder AppendEncoded(this StringBuilder html, ReadOnlySpan<char> text)
    {
        for (var special = text.IndexOfAny(s_special); special >= 0; special = text.IndexOfAny(s_special))
        {
            html.Append(text[..special]).Append(text[special] switch { '&' => "&amp;", '<' => "&lt;", '>' => "&gt;", _ => "&quot;" });
            text = text[(special + 1)..];
        }

        return html.Append(text);
    }
}
