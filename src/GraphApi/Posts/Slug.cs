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

    /// <summary>The slug itself if no live post has it, else the first free one of slug-2, slug-3, ...; one statement.</summary>
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

    /// <summary>The slug, its numbered kin, and last one that nobody has.</summary>
    private static IEnumerable<string> Like(string slug) =>
        [slug, .. Enumerable.Range(2, Candidates).Select(n => With(slug, $"{n}")), With(slug, RandomNumberGenerator.GetHexString(12, lowercase: true))];

    private static string With(string slug, string ending) => $"{Cut(slug, MaxLength - ending.Length - 1)}-{ending}";

    private static string Cut(string slug, int length) => slug.Length <= length ? slug : slug[..length].TrimEnd('-');

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Shape();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotWord();
}
