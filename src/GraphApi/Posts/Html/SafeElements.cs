using System.Collections.Frozen;

namespace GraphBlog.GraphApi.Posts.Html;

internal enum ElementRule
{
    /// <summary>May be, and is closed.</summary>
    Kept,

    /// <summary>May be, and has no content.</summary>
    Void,

    /// <summary>Is left out; its text stays.</summary>
    Dropped,

    /// <summary>Is left out; where it shows something from elsewhere, a link to that takes its place.</summary>
    Linked,

    /// <summary>Is left out with its content, which is no text for people.</summary>
    Removed,
}

/// <summary>An element that HTML knows.</summary>
internal sealed record SafeElement(string Name, ElementRule Rule);

/// <summary>
/// What may be in a post's HTML. Nothing here runs, loads a page, takes input, or changes how the rest is read (as svg, math, style do).
/// </summary>
internal static class SafeElements
{
    public const string IdPrefix = "user-content-";

    // Names that HTML does not know are text themselves: List<string>.
    private static readonly FrozenDictionary<string, SafeElement> s_elements = Named(
        (ElementRule.Kept, "a abbr address article aside b bdi bdo big blockquote caption center cite code colgroup dd del details dfn div dl dt em "
            + "figcaption figure footer h1 h2 h3 h4 h5 h6 header i ins kbd li main mark nav ol p pre q rp rt ruby s samp section small span "
            + "strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var"),
        (ElementRule.Void, "br col hr img input wbr"),
        (ElementRule.Dropped, "acronym applet area base body button canvas datalist dialog dir fieldset font form frameset head hgroup html keygen "
            + "label legend link map marquee menu meta meter nobr noembed noframes noscript object optgroup option output picture plaintext "
            + "progress search select slot textarea title track xmp"),
        (ElementRule.Linked, "audio embed frame iframe source video"),
        (ElementRule.Removed, "script style template svg math"));

    private static readonly FrozenDictionary<string, string> s_attributes =
        "align alt checked cite class colspan datetime dir height href id lang open reversed rowspan scope span src start style title type valign value width"
            .Split(' ').ToFrozenDictionary(name => name, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, SafeElement>.AlternateLookup<ReadOnlySpan<char>> s_findElement = s_elements.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_findAttribute = s_attributes.GetAlternateLookup<ReadOnlySpan<char>>();

    public static SafeElement? Find(ReadOnlySpan<char> name) => s_findElement.TryGetValue(name, out var element) ? element : null;

    public static string? FindAttribute(ReadOnlySpan<char> name) => s_findAttribute.TryGetValue(name, out var attribute) ? attribute : null;

    /// <summary>The attribute as it may be written; null when it may not.</summary>
    public static (string Name, string Value)? Attribute(string element, string name, string value) => name switch
    {
        "id" => value.Length > 0 ? (name, Prefixed(value)) : null,
        "href" when element == "a" && value is ['#', _, ..] => (name, "#" + Prefixed(value[1..])),
        "href" => element == "a" && Address(value, isLink: true) is { } address ? (name, address) : null,
        "src" => element == "img" && Address(value, isLink: false) is { } address ? (name, address) : null,
        "cite" => Address(value, isLink: false) is { } address ? (name, address) : null,
        "class" => Classes(value) is { Length: > 0 } classes ? (name, classes) : null,
        "style" or "checked" => null,
        _ => (name, value),
    };

    /// <summary>
    /// An address of a scheme that runs nothing, or one without scheme; null for any other. Browsers leave blanks out of it, so they are left
    /// out here.
    /// </summary>
    public static string? Address(string value, bool isLink)
    {
        var address = value.AsSpan().ContainsAnyInRange('\0', ' ') || value.AsSpan().ContainsAnyInRange('\x7f', '\x9f')
            ? string.Concat(value.Where(character => character > ' ' && !char.IsControl(character)))
            : value;
        var end = address.IndexOfAny([':', '/', '?', '#']);
        return end < 0 || address[end] != ':' || address[..end].ToLowerInvariant() is "http" or "https" || (isLink && address[..end].ToLowerInvariant() is "mailto" or "tel")
            ? address
            : null;
    }

    // An id that something in the page has too would be found in its place. The prefix is not put before itself, so that safe HTML stays as it is.
    private static string Prefixed(string id) => id.StartsWith(IdPrefix, StringComparison.Ordinal) ? id : IdPrefix + id;

    // Those that Markdown gives: any other belongs to the page, and may cover it or be looked for by its scripts.
    private static string Classes(string value)
        => string.Join(' ', value.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Where(name => name == "footnotes" || name.StartsWith("language-", StringComparison.Ordinal)));

    private static FrozenDictionary<string, SafeElement> Named(params (ElementRule Rule, string Names)[] rules)
        => rules.SelectMany(rule => rule.Names.Split(' ').Select(name => new SafeElement(name, rule.Rule)))
            .ToFrozenDictionary(element => element.Name, StringComparer.OrdinalIgnoreCase);
}
