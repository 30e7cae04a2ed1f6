using GraphBlog.Engine.Projections;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Posts;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Import;

/// <summary>
/// Makes posts of files, again and again. The database keeps which file a post came from and what the file said then: a file that says the
/// same is left alone, whatever became of the post, and what it says otherwise is merged into the post.
/// </summary>
/// <param name="blog">For whom, and where.</param>
/// <param name="source">Which of several blogs the files are of.</param>
/// <param name="marks">What earlier imports left.</param>
internal sealed class PostImport(BlogDbContext blog, string source, ImportMarks marks)
{
    // Of what is written no more comes back than what the mark is made of.
    private static readonly QueryContext<Post> s_made = QueryContext<Post>.OfColumns(new ColumnSet().With([nameof(Post.Id), nameof(Post.Version)]));

    /// <exception cref="UnreadableFileException">The blog does not take it; the message says why.</exception>
    public Task<Imported> WriteAsync(PostFile file, CancellationToken ct)
    {
        var said = FieldDigests.Of(file);
        return marks.Of(file, said) is { } mark ? FollowAsync(file, said, mark, ct) : CreateAsync(file, said, ct);
    }

    private async Task<Imported> CreateAsync(PostFile file, FieldDigests said, CancellationToken ct)
    {
        var slug = file.Slug;
        if (marks.IsSlugKnown(slug))
        {
            var there = await blog.Posts.AsNoTracking().SingleOrDefaultAsync(found => found.Slug == file.Slug, ct);
            if (there is not null && !marks.IsImported(there.Id))
            {
                return await AdoptAsync(file, said, there, ct);
            }

            var trashed = await blog.Trash.Where(post => post.Slug == file.Slug).Select(post => post.Id).ToListAsync(ct);
            if (trashed.Exists(id => !marks.IsImported(id)))
            {
                throw new UnreadableFileException($"the post '{file.Slug}' is in the trash; restore it there, or purge it.");
            }

            slug = there is null ? slug : await Slug.FreeAsync(blog, slug, ct);
        }

        said = said.WithGivenSlug(slug == file.Slug ? null : slug);
        try
        {
            var mark = await blog.WriteRecordAsync(
                async () => await blog.SaveAsync(blog.Add(PostOf(file, slug)), s_made, ct) is { } post
                    ? await MarkAsync(null, new() { Path = file.Name, PostId = post.Id, Version = post.Version, Base = said.Stored }, ct) : null,
                ct);
            marks.Add(mark!, slug);
            return new(ImportOutcome.Created, slug == file.Slug ? null : $"another post has its slug; it is at '{slug}'", IsUndated(file));
        }
        catch (SlugTakenException)
        {
            throw new UnreadableFileException($"the slug '{slug}' belongs to a post that you may not see.");
        }
    }

    /// <summary>A post that says what the file says is the file's: imports before there were marks wrote it.</summary>
    private async Task<Imported> AdoptAsync(PostFile file, FieldDigests said, Post post, CancellationToken ct)
    {
        if (!said.IsAllIn(FieldDigests.Of(post), "publishedAt", "metadata"))
        {
            throw new UnreadableFileException(
                $"the slug '{file.Slug}' belongs to a post that no import wrote, or that was changed since one did; give the file another slug, or make both the same.");
        }

        var mark = await blog.WriteAsync(
            () => MarkAsync(null, new()
            {
                Path = file.Name,
                PostId = post.Id,
                Version = post.Version,
                Base = said.WithKeptOf(post).Stored,
                Current = post.Version
            }, ct), ct);
        marks.Add(mark, post.Slug);
        return await FollowAsync(file, said, mark, ct);
    }

    private async Task<Imported> FollowAsync(PostFile file, FieldDigests said, ImportMark mark, CancellationToken ct)
    {
        var was = new FieldDigests(mark.Base);
        var changed = said.ChangedSince(was);
        var since = changed.Count > 0 ? "; the file has changed since" : "";
        if (mark.InTrash || mark.Current is null)
        {
            return new(ImportOutcome.Kept, (mark.InTrash ? "its post is in the trash, and stays there"
                : "its post was purged, or is not yours to see; it stays so") + since);
        }

        if (changed.Count == 0)
        {
            _ = mark.Path == file.Name ? mark : await blog.WriteAsync(
                () => MarkAsync(mark.Path, new() { Path = file.Name, PostId = mark.PostId, Version = mark.Version, Base = mark.Base }, ct), ct);
            return mark.Version == mark.Current ? new(ImportOutcome.Unchanged) : new(ImportOutcome.Kept, "the blog has its own version");
        }

        if (changed.Contains("publishedAt") && blog.Tenant.Role < Role.Editor)
        {
            throw new UnreadableFileException("its date has changed; correcting a post's date needs the role EDITOR.");
        }

        return await MergeAsync(file, mark, was, said.WithGivenSlugOf(was), changed, ct);
    }

    /// <summary>Puts on the post what the file says otherwise than before, unless the blog changed the same fields to something else.</summary>
    private async Task<Imported> MergeAsync(
        PostFile file, ImportMark mark, FieldDigests was, FieldDigests said, IReadOnlySet<string> changed, CancellationToken ct)
    {
        try
        {
            return await blog.WriteRecordAsync(
                async () =>
                {
                    await blog.LockAsync<Post>(mark.PostId, ct);
                    var post = await blog.Posts.AsNoTracking().SingleOrDefaultAsync(found => found.Id == mark.PostId, ct)
                        ?? throw new UnreadableFileException("its post went away while it was read.");
                    var now = FieldDigests.Of(post);
                    var conflicts = changed.Where(field => ConflictRule.IsConflict(!was.IsIn(field, now), said.IsIn(field, now)))
                        .Order(StringComparer.Ordinal).ToList();
                    if (conflicts.Count > 0)
                    {
                        throw new UnreadableFileException(
                            $"the file and the blog both changed its {string.Join(", ", conflicts)} since the last import.");
                    }

                    var differing = changed.Where(field => !said.IsIn(field, now)).ToHashSet();
                    var version = post.Version + (differing.Count > 0 ? 1 : 0);
                    var isAll = said.IsAllIn(now, differing);
                    marks.Add(await MarkAsync(mark.Path, new()
                    {
                        Path = file.Name,
                        PostId = post.Id,
                        Version = isAll ? version : null,
                        Base = said.Stored
                    }, ct, isLast: differing.Count == 0), file.Slug);
                    if (differing.Count == 0)
                    {
                        return new Imported(isAll ? ImportOutcome.Unchanged : ImportOutcome.Kept);
                    }

                    // What readers see follows the file, unless that would publish what somebody is still writing.
                    var publishes = (file.Status, post.Status) == (PostStatus.Published, PostStatus.Published)
                        && !PostFields.HasUnpublishedChanges(post);
                    var changes = Patch<Post>.Of(
                        PostOf(file, file.Slug),
                        RecordTypes.Of<Post>().Fields.Where(field => differing.Contains(field.Name) || publishes && field.Name == "status"));
                    return await blog.ApplyAsync(post.Id, post.Version, changes, s_made, ct) is null ? null
                        : new Imported(ImportOutcome.Updated, IsUndated: differing.Contains("status") && IsUndated(file) && post.PublishedAt is null);
                },
                ct) ?? throw new UnreadableFileException("its post is somebody else's; changing it needs the role EDITOR.");
        }
        catch (SlugTakenException)
        {
            throw new UnreadableFileException($"the slug '{file.Slug}' that it asks for now belongs to another post.");
        }
    }

    private Post PostOf(PostFile file, string slug) => new()
    {
        OrgId = blog.Tenant.OrgId,
        AuthorId = blog.Tenant.UserId,
        Title = file.Title,
        Slug = slug,
        Body = file.Body,
        Status = file.Status,
        Tags = [.. file.Tags],
        PublishedAt = file.PublishedAt,
        Metadata = file.Metadata,
    };

    // An archived post is not published now either, so it has no day at all.
    private static bool IsUndated(PostFile file) => file is { PublishedAt: null, Status: PostStatus.Published };

    private async Task<ImportMark> MarkAsync(string? formerPath, ImportMark mark, CancellationToken ct, bool isLast = true)
    {
        await blog.MarkImportedAsync(source, formerPath, mark, isLast, ct);
        return mark;
    }
}
