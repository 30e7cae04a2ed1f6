using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Import;

/// <summary>What earlier imports left, and which of it belongs to a file.</summary>
internal sealed class ImportMarks
{
    private readonly Dictionary<string, ImportMark> _byPath;
    private readonly List<(ImportMark Mark, FieldDigests Was)> _withoutFile;
    private readonly HashSet<long> _posts;
    private readonly HashSet<string> _slugs;

    private ImportMarks(IReadOnlyList<ImportMark> marks, IEnumerable<string> files, IEnumerable<long> posts, IEnumerable<string> slugs)
    {
        _byPath = marks.ToDictionary(mark => mark.Path);
        _withoutFile = [.. marks.ExceptBy(files, mark => mark.Path).Select(mark => (mark, new FieldDigests(mark.Base)))];
        _posts = [.. posts];
        _slugs = [.. slugs];
    }

    /// <param name="blog">Where they are.</param>
    /// <param name="source">Which of several blogs the files are of.</param>
    /// <param name="files">The names of the files that are there now.</param>
    /// <param name="ct">Cancels the reading.</param>
    public static async Task<ImportMarks> ReadAsync(BlogDbContext blog, string source, IEnumerable<string> files, CancellationToken ct)
        => new(await blog.Imported(source).ToListAsync(ct), files, await blog.ImportedPosts().ToListAsync(ct),
            await blog.KnownSlugs().ToListAsync(ct));

    /// <summary>Whether some file became this post.</summary>
    public bool IsImported(long post) => _posts.Contains(post);

    /// <summary>
    /// Whether a post had the slug when the import began, in the trash too, or was given it since: a slug that is not known needs no looking
    /// up before its post is written, and two that are written at once are told apart by the index.
    /// </summary>
    public bool IsSlugKnown(string slug) => _slugs.Contains(slug);

    /// <param name="mark">What a file left.</param>
    /// <param name="slug">What the file's post is called.</param>
    public void Add(ImportMark mark, string slug)
    {
        _byPath[mark.Path] = mark;
        _posts.Add(mark.PostId);
        _slugs.Add(slug);
    }

    /// <summary>
    /// The mark of a file: the one of its name; else, where a file is gone that had the same slug and still the title or the text, the one
    /// of that file, which was renamed (a draft that is published, a date that is corrected).
    /// </summary>
    /// <param name="file">The file.</param>
    /// <param name="said">What it says.</param>
    /// <exception cref="UnreadableFileException">Another file had the name.</exception>
    public ImportMark? Of(PostFile file, FieldDigests said)
    {
        if (_byPath.TryGetValue(file.Name, out var mark))
        {
            var was = new FieldDigests(mark.Base);
            return said.Agrees("slug", was) || said.Agrees("title", was) || said.Agrees("body", was) ? mark
                : throw new UnreadableFileException(
                    "an earlier import took a file of this name with another slug, title and text; give each blog a --source of its own, or the file another name.");
        }

        var renamed = _withoutFile.FindIndex(one => said.Agrees("slug", one.Was) && (said.Agrees("title", one.Was) || said.Agrees("body", one.Was)));
        if (renamed < 0)
        {
            return null;
        }

        mark = _withoutFile[renamed].Mark;
        _withoutFile.RemoveAt(renamed);
        return mark;
    }
}
