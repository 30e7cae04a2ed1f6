using System.Collections.Frozen;

namespace GraphBlog.GraphApi.Posts.Html;

/// <summary>What may be in a post's HTML. Nothing here runs, loads a page, takes input, or changes how the rest is read (as svg, math, style do).</summary>
internal static class SafeElements
{
    private const string IdPrefix = "user-content-";

    public static readonly FrozenSet<string> Allowed = Set(
        "a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption "
        + "figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span strike "
        + "strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr");

    public static readonly FrozenSet<string> Void = Set("br col hr img input wbr");

    /// <summary>Elements whose content is no text for people.</summary>
    public static readonly FrozenSet<string> WithoutContent = Set("script style template svg math");

    /// <summary>Elements of HTML that are left out and whose text stays. Names that HTML does not know are text themselves: List&lt;string&gt;.</summary>
    public static readonly FrozenSet<string> Dropped = Set(
        "acronym applet area audio base body button canvas datalist dialog dir embed fieldset font form frame frameset head hgroup html iframe "
        + "keygen label legend link map marquee menu meta meter nobr noembed noframes noscript optgroup option output picture plaintext progress "
        + "search select slot source textarea title track video xmp");

    public static readonly FrozenSet<string> Embedded = Set("audio embed frame iframe source video");

    private static readonly FrozenSet<string> s_attributes = Set(
        "align alt cite class colspan datetime dir height lang open reversed rowspan scope span start title type valign value width checked");

    /// <summary>The attribute as it may be written; null when it may not.</summary>
    public static (string Name, string Value)? Attribute(string element, string name, string value) => name switch
    {
        "id" when value.Length > 0 => (name, IdPrefix + value),
        "href" when element == "a" && value.StartsWith('#') && value.Length > 1 => (name, "#" + IdPrefix + value[1..]),
        "href" when element == "a" => Address(value, isImage: false) is { } address ? (name, address) : null,
        "src" when element == "img" => Address(value, isImage: true) is { } address ? (name, address) : null,
        "cite" => Address(value, isImage: true) is { } address ? (name, address) : null,
        "style" when element is "td" or "th" => value.Trim().TrimEnd(';') switch      // how Markdig aligns the cells of a table
        {
            "text-align: left" => ("align", "left"),
            "text-align: center" => ("align", "center"),
            "text-align: right" => ("align", "right"),
            _ => null,
        },
        _ => s_attributes.Contains(name) ? (name, value) : null,
    };

    /// <summary>An address of a scheme that runs nothing, or one without scheme; null for any other. Browsers leave blanks out of it, so they are left out here.</summary>
    public static string? Address(string value, bool isImage)
    {
        var address = string.Concat(value.Where(character => character > ' ' && !char.IsControl(character)));
        var end = address.IndexOfAny([':', '/', '?', '#']);
        return end < 0 || address[end] != ':' || address[..end].ToLowerInvariant() is "http" or "https" || (!isImage && address[..end].ToLowerInvariant() is "mailto" or "tel")
            ? address
            : null;
    }

    private static FrozenSet<string> Set(string names) => names.Split(' ').ToFrozenSet();
}
