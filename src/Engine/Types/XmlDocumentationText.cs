using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GraphBlog.Engine.Types;

/// <summary>Turns an XML documentation element into the Markdown that GraphQL descriptions are.</summary>
internal static partial class XmlDocumentationText
{
    /// <summary>The text, null when there is none. Line breaks of the source are not kept, paragraphs are.</summary>
    public static string? Of(XElement? element)
    {
        if (element is null)
        {
            return null;
        }

        var paragraphs = string.Concat(element.Nodes().Select(Render)).Split('\f')
            .Select(paragraph => Whitespace().Replace(paragraph, " ").Trim()).Where(paragraph => paragraph.Length > 0);
        var text = string.Join("\n\n", paragraphs);
        return text.Length == 0 ? null : text;
    }

    private static string Render(XNode node) => node switch
    {
        XText text => text.Value,
        XElement { Name.LocalName: "para" } element => '\f' + Inner(element) + '\f',
        XElement { Name.LocalName: "c" or "code" } element => $"`{element.Value}`",
        XElement { Name.LocalName: "paramref" or "typeparamref" } element => $"`{element.Attribute("name")?.Value}`",
        XElement element when element.Attribute("cref") is { } cref && element.IsEmpty => Reference(cref.Value),
        XElement element when element.Attribute("langword") is { } word => word.Value,
        XElement element => Inner(element),
        _ => "",
    };

    private static string Inner(XElement element) => string.Concat(element.Nodes().Select(Render));

    private static string Reference(string cref)
    {
        var name = cref[2..].Split('(')[0].Split('.')[^1].Split('`')[0];
        return $"`{(cref[0] switch
        {
            'P' or 'M' => Naming.Camel(name),
            'F' => Naming.Constant(name),
            _ => name,
        })}`";
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Whitespace();
}
