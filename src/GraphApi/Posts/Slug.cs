using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using AnyAscii;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Addresses of posts: lower-case ASCII words joined by hyphens.</summary>
public static partial class Slug
{
    /// <summary>The most characters a slug may have; the database holds the same bound.</summary>
    public const int MaxLength = 120;

    private const int Candidates = 30;

    /// <summary>Whether the database would take it.</summary>
    public static bool IsValid(string slug) => slug.Length <= MaxLength && Shape().IsMatch(slug);

    /// <summary>The slug of a title: transliterated to ASCII, everything but letters and digits a hyphen. "post" when nothing is left.</summary>
    public static string Of(string title)
    {
        var ascii = title.Replace("'", "").Replace("’", "").Transliterate().ToLowerInvariant();
        var slug = NotWord().Replace(ascii, "-").Trim('-');
        return slug.Length == 0 ? "post" : Cut(slug, MaxLength);
    }

    /// <summary>
    /// The slug itself if no live post has it, else the first free one of slug-2, slug-3, ...; of slug-3 it is slug-4. One statement.
    /// </summary>
    public static async Task<string> FreeAsync(BlogDbContext blog, string slug, CancellationToken ct)
        => (await FreeAsync(blog, [slug], ct))[slug];

    /// <summary>The same for several slugs at once, still one statement.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FreeAsync(BlogDbContext blog, IReadOnlyList<string> slugs, CancellationToken ct)
    {
        var candidates = slugs.Distinct().ToDictionary(slug => slug, slug => Like(slug).ToList());
        var wanted = candidates.Values.SelectMany(list => list).Distinct().ToArray();
        var taken = await blog.TakenSlugs(wanted).ToListAsync(ct);
        return candidates.ToDictionary(pair => pair.Key, pair => pair.Value.Except(taken).First());
    }

    /// <summary>The slug with an ending of 48 random bits, which nobody has.</summary>
    public static string Unforeseen(string slug) => With(slug, RandomNumberGenerator.GetHexString(12, lowercase: true));

    /// <summary>The slug, those with the numbers after its own (after 1 when it has none), and last one that nobody has.</summary>
    private static IEnumerable<string> Like(string slug)
    {
        var number = Number().Match(slug);
        var (name, last) = number.Success ? (number.Groups["name"].Value, int.Parse(number.Groups["number"].Value, CultureInfo.InvariantCulture)) : (slug, 1);
        return [slug, .. Enumerable.Range(last + 1, Candidates).Select(n => With(name, $"{n}")), Unforeseen(slug)];
    }

    private static string With(string slug, string ending) => $"{Cut(slug, MaxLength - ending.Length - 1)}-{ending}";

    private static string Cut(string slug, int length) => slug.Length <= length ? slug : slug[..length].TrimEnd('-');

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Shape();

    // Of at most two digits: more are a year or a name, as in "in-2014" and "boeing-747".
    [GeneratedRegex("^(?<name>.+)-(?<number>[1-9][0-9]?)$")]
    private static partial Regex Number();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWord();
}
