using System.Globalization;
using System.Text;
using System.Text.Json;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Posts;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Import;

/// <summary>A Markdown file as a post.</summary>
/// <param name="Name">The file's path in the folder, with slashes.</param>
/// <param name="PublishedAt">When it was published elsewhere, or is said to have been; null when the file does not say.</param>
/// <param name="Metadata">What the file says that a post has no field for.</param>
internal sealed record PostFile(
    string Name, string Slug, string Title, string Body, PostStatus Status, IReadOnlyList<string> Tags, DateTimeOffset? PublishedAt,
        JsonElement Metadata)
{
    private const int MaxBytes = 2 * 1024 * 1024;
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);
    private static readonly string[] s_dates = ["date", "publishDate", "pubDate", "pub_date", "published_at", "publishedAt"];

    private static readonly HashSet<string> s_fields = new(
        ["title", "slug", "path", "draft", "published", "private", "status", .. s_dates, .. WrittenTags.Fields], StringComparer.OrdinalIgnoreCase);

    /// <exception cref="UnreadableFileException">The file is no post; the message says why.</exception>
    public static async Task<PostFile> ReadAsync(PostFolder folder, string name, bool withoutFrontMatter, CancellationToken ct)
    {
        var path = Path.Combine(folder.Path, name);
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

        var front = FrontMatter.Parse(text);
        return !front.IsThere && (!withoutFrontMatter || PostFolder.IsOfEveryRepository(name))
            ? throw new SkippedFileException("without front matter")
            : Of(name, front, folder.IsDrafts || name.Split('/').Contains("_drafts"), DateTimeOffset.UtcNow);
    }

    /// <exception cref="UnreadableFileException">A value is not what its name says.</exception>
    internal static PostFile Of(string name, FrontMatter front, bool isInDrafts, DateTimeOffset now)
    {
        var (dateOfName, words) = Named(name);
        var address = front.Text("path")?.Trim('/');
        var dates = s_dates.Select(field => (Field: field, Moment: front.Moment(field))).Where(date => date.Moment is not null).ToList();
        var said = PublishedFlagOrDate(front);
        var date = dates.Select(one => one.Moment).FirstOrDefault() ?? said.Date ?? dateOfName
            ?? (address is null ? null : WrittenDate.OfAddress(address));
        var comes = dates.Any(one => one.Moment > now) || date > now;
        var isDraft = isInDrafts || comes || front.Flag("draft") == true || said.Flag == false || front.Flag("private") == true
            || !IsPublic(front.Text("status"));
        var file = new PostFile(
            name,
            Posts.Slug.Of(front.Text("slug") ?? (address is { Length: > 0 } ? address.Split('/')[^1] : words)),
            (front.Text("title") ?? CultureInfo.InvariantCulture.TextInfo.ToTitleCase(words.Replace('-', ' ').Replace('_', ' '))).Trim(),
            front.Body,
            isDraft ? PostStatus.Draft
                : front.Moment("expiryDate") < now || string.Equals(front.Text("status"), "archived", StringComparison.OrdinalIgnoreCase)
                    ? PostStatus.Archived
                : PostStatus.Published,
            WrittenTags.Of(front),
            date > now ? null : date is { } moment ? moment.AddTicks(-(moment.Ticks % TimeSpan.TicksPerMicrosecond)) : null,
            JsonSerializer.SerializeToElement(Rest(front)));
        try
        {
            new ValidationErrors().Title(file.Title).Slug(file.Slug).Body(file.Body).Tags(file.Tags).Metadata(file.Metadata).Enforce();
        }
        catch (Exception e) when (e is ValidationException or AggregateException)
        {
            throw new UnreadableFileException(string.Join(" ", e is AggregateException all ? all.InnerExceptions.Select(one => one.Message)
                : [e.Message]));
        }

        return file;
    }

    /// <summary>Jekyll's <c>published: false</c> is a switch; Hugo's <c>published: 2014-03-03</c> is a date.</summary>
    private static (bool? Flag, DateTimeOffset? Date) PublishedFlagOrDate(FrontMatter front)
        => front.Value("published") is DateTimeOffset moment ? (null, moment.ToUniversalTime())
            : front.Text("published") is { } text && WrittenDate.Parse(text) is { } date ? (null, date) : (front.Flag("published"), null);

    // A status that is not known is not published.
    private static bool IsPublic(string? status) => status?.Trim()
        .ToLowerInvariant() is null or "" or "publish" or "published" or "public" or "live" or "archived";

    private static Dictionary<string, object?> Rest(FrontMatter front)
    {
        var rest = front.Values.Where(pair => !s_fields.Contains(pair.Key)).ToDictionary();
        if (rest.FirstOrDefault(pair => pair.Key.Equals("taxonomies", StringComparison.OrdinalIgnoreCase)) is
            {
                Value: Dictionary<string,
            object?> taxonomies
            } found)
        {
            rest[found.Key] = taxonomies.Where(pair => !s_fields.Contains(pair.Key)).ToDictionary();
            _ = ((Dictionary<string, object?>)rest[found.Key]!).Count > 0 || rest.Remove(found.Key);
        }

        return rest;
    }

    /// <summary>Jekyll's 2026-01-31-a-title.md, Hugo's a-title.md and a-title/index.md.</summary>
    private static (DateTimeOffset? Date, string Words) Named(string name)
    {
        var file = Path.GetFileNameWithoutExtension(name);
        return WrittenDate.OfName(file == "index" && Path.GetDirectoryName(name) is { Length: > 0 } folder ? Path.GetFileName(folder) : file);
    }
}
