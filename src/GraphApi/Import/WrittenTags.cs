using System.Collections;
using System.Globalization;

namespace GraphBlog.GraphApi.Import;

/// <summary>Tags and categories as Jekyll, Hugo and Zola have them, as one list: trimmed, without blanks and without what comes twice.</summary>
internal static class WrittenTags
{
    /// <summary>The names of the fields that hold them; [taxonomies] holds some of these.</summary>
    public static readonly IReadOnlyList<string> Fields = ["tags", "tag", "categories", "category"];

    /// <exception cref="UnreadableFileException">A tag is a table without a name.</exception>
    public static IReadOnlyList<string> Of(FrontMatter front) =>
    [
        .. Fields.SelectMany(field => Texts(field, front.Value(field)).Concat(Texts(field, front.Value("taxonomies", field))))
            .Select(tag => string.Join(' ', tag.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(tag => tag.Length > 0).Distinct(),
    ];

    private static IEnumerable<string> Texts(string field, object? value) => value switch
    {
        null => [],
        // A text of `tags` is a list of words, one of `tag` is a tag (Jekyll, Utils.pluralized_array_from_hash).
        string text when field.EndsWith('s') => text.Split(text.Contains(',') ? ',' : ' '),
        string text => [text],
        IDictionary table => [Name(field, table)],
        IEnumerable list => list.Cast<object?>().SelectMany(item => item is string text ? [text] : Texts(field, item)),
        _ => [Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""],
    };

    private static string Name(string field, IDictionary table) => table.Contains("name") && table["name"] is string name ? name
        : table.Contains("title") && table["title"] is string title ? title
        : throw new UnreadableFileException($"`{field}` in its front matter holds a table without a name.");
}
