using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Posts;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Import;

/// <summary>A Markdown file as a post.</summary>
/// <param name="Name">The file's path in the folder.</param>
/// <param name="PublishedAt">When it was published elsewhere; null when the file does not say.</param>
internal sealed partial record PostFile(
    string Name, string Slug, string Title, string Body, PostStatus Status, IReadOnlyList<string> Tags, DateTimeOffset? PublishedAt)
{
    private const int MaxBytes = 2 * 1024 * 1024;
    private static readonly string[] s_endings = [".md", ".markdown", ".mdown"];
    private static readonly string[] s_skipped = ["node_modules", "_site", "public", "themes", "vendor"];
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The Markdown files of a folder and those below it, sorted; hidden folders and those that hold no posts are left out.</summary>
    public static IReadOnlyList<string> In(string folder) =>
    [
        .. from path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint })
           let name = Path.GetRelativePath(folder, path)
           where s_endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
           let folders = name.Split(Path.DirectorySeparatorChar)[..^1]
           where !folders.Any(part => part.StartsWith('.') || s_skipped.Contains(part))
           where !IsSection(Path.GetFileName(path))
           orderby name.Replace(Path.DirectorySeparatorChar, '/')
           select name,
    ];

    /// <exception cref="UnreadableFileException">The file is no post; the message says why.</exception>
    public static async Task<PostFile> ReadAsync(string folder, string name, CancellationToken ct)
    {
        var path = Path.Combine(folder, name);
        if (new FileInfo(path).Length > MaxBytes)
        {
            throw new UnreadableFileException("it is larger than 2 MiB; a body may have 1 MiB.");
        }

        string text;
        try
        {
            text = s_utf8.GetString(await File.ReadAllBytesAsync(path, ct)).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableFileException("it is not UTF-8.");
        }

        return Of(name, FrontMatter.Parse(text));
    }

    private static PostFile Of(string name, FrontMatter front)
    {
        var (date, words) = Named(name);
        var title = front.Text("title") ?? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(words.Replace('-', ' ').Replace('_', ' '));
        var isDraft = front.Flag("draft") == true || front.Flag("published") == false || name.Split('/', '\\').Contains("_drafts");
        var file = new PostFile(
            name,
            front.Text("slug") is { } slug ? Posts.Slug.Of(slug) : Posts.Slug.Of(words),
            title,
            front.Body,
            isDraft ? PostStatus.Draft : PostStatus.Published,
            [.. front.List("tags").Concat(front.List("categories")).Distinct()],
            isDraft ? null : front.Moment("date") ?? date);
        try
        {
            new Complaints().Title(file.Title).Slug(file.Slug).Body(file.Body).Tags(file.Tags).Enforce();
        }
        catch (Exception e) when (e is ValidationException or AggregateException)
        {
            throw new UnreadableFileException(string.Join(" ", e is AggregateException all ? all.InnerExceptions.Select(one => one.Message) : [e.Message]));
        }

        return file.PublishedAt > DateTimeOffset.UtcNow ? throw new UnreadableFileException("its date is in the future.") : file;
    }

    /// <summary>Jekyll's 2026-01-31-a-title.md, Hugo's a-title.md and a-title/index.md.</summary>
    private static (DateTimeOffset? Date, string Words) Named(string name)
    {
        var file = Path.GetFileNameWithoutExtension(name);
        var words = file == "index" && Path.GetDirectoryName(name) is { Length: > 0 } folder ? Path.GetFileName(folder) : file;
        return Dated().Match(words) is { Success: true } match
            && DateTimeOffset.TryParseExact(match.Groups[1].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? (date, match.Groups[2].Value)
            : (null, words);
    }

    // Hugo's list pages, and what every repository has.
    private static bool IsSection(string file) => file is "_index.md" || file.StartsWith("README", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^(\d{4}-\d{2}-\d{2})-(.+)$")]
    private static partial Regex Dated();
}
