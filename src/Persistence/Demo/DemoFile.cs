using System.Text.RegularExpressions;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;

namespace GraphBlog.Persistence.Demo;

/// <summary>
/// Reads an organisation and its posts, oldest first, from a Markdown file. Lines of <c>---</c> divide it into heads and texts by
/// turns. The first head names the organisation and its people, the administrator first; the text below it is a note to the reader
/// of the file. Each further head is a post's, and the text below it is the post as it is now:
/// <code>
/// title: A title
/// slug: another-address                   (optional; else the slug is made of the first title, and stays when the title changes)
/// tags: one, two
/// author: ken                             (who also creates it)
/// status: PUBLISHED
/// edit: dennis | status was DRAFT | title was A tilte
/// edit: ken | "a passage as it is" was "a passage as it was"
/// edit: ken | paragraph 2 is new
/// edit: dennis | 9 days ago | trashed     (or restored; "slug was" and "tags were" are the other changes)
/// comment: dennis | Well said.            (oldest first)
/// </code>
/// Each edit makes one version, which is published if the post is, unless it says `unpublished`. It says who made it and how things were
/// before, so that the present text stands in one piece; and how
/// many days ago, where that matters to another post or to what is left of the 30 days in the trash.
/// </summary>
internal static partial class DemoFile
{
    /// <exception cref="FormatException">An edit does not fit the text.</exception>
    public static DemoOrganisation Read(string name)
    {
        using var reader = new StreamReader(typeof(DemoFile).Assembly.GetManifestResourceStream(name)!);
        var parts = reader.ReadToEnd().ReplaceLineEndings("\n").TrimStart('-', '\n').Split("\n---\n");
        var head = Lines(parts[0]);
        return new(
            head["organisation"].Single(),
            head["name"].Single(),
            [.. head["person"].Select(line => line.Split(", ")).Select(p => new DemoPerson(p[0], Enum.Parse<Role>(p[1], true), p[2]))],
            [.. parts.Skip(2).Chunk(2).Select(part => ReadPost(Lines(part[0]), part[1].Trim()))]);
    }

    private static ILookup<string, string> Lines(string head) =>
        head.Split('\n').Select(line => line.Split(": ", 2)).ToLookup(pair => pair[0], pair => pair[1]);

    private static DemoPost ReadPost(ILookup<string, string> head, string body)
    {
        var author = head["author"].Single();
        var edits = head["edit"].Select(line => line.Split(" | ")).ToList();
        var oldTitle = edits.SelectMany(edit => edit).FirstOrDefault(change => change.StartsWith("title was "))?["title was ".Length..];
        var version = new DemoVersion(
            author,
            head["title"].Single(),
            head["slug"].SingleOrDefault() ?? SlugOf(oldTitle ?? head["title"].Single()),
            body,
            Status(head["status"].Single()),
            head["tags"].Single().Split(", "),
            InTrash: edits is [.., [.., "trashed"]],
            IsPublished: true,
            DaysAgo: null);
        var versions = new Stack<DemoVersion>();
        foreach (var edit in edits.AsEnumerable().Reverse())
        {
            versions.Push(version with { By = edit[0], IsPublished = !edit.Contains("unpublished"), DaysAgo = DaysAgo(edit) });
            version = edit.Skip(1).Where(change => !Ago().IsMatch(change)).Aggregate(version, Before);
        }

        versions.Push(version with { By = author });
        var comments = head["comment"].Select(line => line.Split(" | ", 2)).Select(comment => new DemoComment(comment[0], comment[1]));
        return new(author, [.. versions], [.. comments]);
    }

    private static int? DaysAgo(string[] edit) =>
        edit.Select(change => Ago().Match(change)).SingleOrDefault(ago => ago.Success) is { } ago ? int.Parse(ago.Groups[1].Value) : null;

    private static DemoVersion Before(DemoVersion after, string change) => change.Split(' ', 3) switch
    {
        ["unpublished"] => after,
        ["trashed"] => after with { InTrash = false },
        ["restored"] => after with { InTrash = true },
        ["title", "was", var title] => after with { Title = title },
        ["slug", "was", var slug] => after with { Slug = slug },
        ["status", "was", var status] => after with { Status = Status(status) },
        ["tags", "were", var tags] => after with { Tags = tags.Split(", ") },
        ["paragraph", var number, "is new"] => after with { Body = WithoutParagraph(after.Body, int.Parse(number)) },
        _ when Passage().Match(change) is { Success: true } passage =>
            after with { Body = WithPassage(after.Body, passage.Groups[1].Value, passage.Groups[2].Value) },
        _ => throw new FormatException($"This is no edit: {change}"),
    };

    private static string WithoutParagraph(string body, int number)
    {
        var paragraphs = body.Split("\n\n").ToList();
        paragraphs.RemoveAt(number - 1);
        return string.Join("\n\n", paragraphs);
    }

    private static string WithPassage(string body, string after, string before) => body.Split(after) is [var start, var end]
        ? start + before + end
        : throw new FormatException($"An edit needs a passage that occurs once: {after}");

    private static string SlugOf(string title) => NotInSlug().Replace(title.ToLowerInvariant(), "-").Trim('-');

    private static PostStatus Status(string text) => Enum.Parse<PostStatus>(text, ignoreCase: true);

    [GeneratedRegex("^\"(.+)\" was \"(.+)\"\\z")]
    private static partial Regex Passage();

    [GeneratedRegex("^([0-9]+) days ago\\z")]
    private static partial Regex Ago();

    [GeneratedRegex("[^a-z0-9]+")]
    private static partial Regex NotInSlug();
}
