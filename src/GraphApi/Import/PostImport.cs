using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Engine.Projections;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Posts;
using GraphBlog.GraphApi.Revisions;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Import;

/// <summary>What became of a file.</summary>
internal enum ImportOutcome
{
    Created,
    Updated,
    Unchanged,
}

/// <summary>
/// Makes posts of files, again and again. The audit log knows which version an earlier import wrote, so a file is compared with what it
/// was then: a file that has not changed is left alone, whatever became of the post, and one that has is merged into it.
/// </summary>
internal sealed class PostImport(BlogDbContext blog)
{
    /// <summary>What the request ids of all imports begin with.</summary>
    public const string RequestPrefix = "import:";

    /// <exception cref="UnreadableFileException">The blog does not take it; the message says why.</exception>
    public async Task<ImportOutcome> WriteAsync(PostFile file, CancellationToken ct)
    {
        var post = await blog.Posts.SingleOrDefaultAsync(found => found.Slug == file.Slug, ct);
        return post is null ? await CreateAsync(file, ct) : await UpdateAsync(file, post, ct);
    }

    private async Task<ImportOutcome> CreateAsync(PostFile file, CancellationToken ct)
    {
        if (await blog.Trash.AnyAsync(trashed => trashed.Slug == file.Slug, ct))
        {
            throw new UnreadableFileException($"the post '{file.Slug}' is in the trash; restore it there, or purge it.");
        }

        try
        {
            await blog.WriteAsync(
                async () =>
                {
                    blog.Add(new Post
                    {
                        OrgId = blog.Tenant.OrgId,
                        AuthorId = blog.Tenant.UserId,
                        Title = file.Title,
                        Slug = file.Slug,
                        Body = file.Body,
                        Status = file.Status,
                        Tags = [.. file.Tags],
                        PublishedAt = file.PublishedAt?.ToUniversalTime(),
                    });
                    return await blog.SaveChangesAsync(ct);
                },
                ct);
            return ImportOutcome.Created;
        }
        catch (DbUpdateException e) when (Persistence.Errors.SqlState.ViolatedUniqueIndex(e) == PostWrites.SlugIndex)
        {
            throw new UnreadableFileException($"the slug '{file.Slug}' belongs to a post that you may not see.");
        }
    }

    private async Task<ImportOutcome> UpdateAsync(PostFile file, Post post, CancellationToken ct)
    {
        var imported = await blog.AuditLog
            .Where(entry => entry.RecordType == RecordTypes.Posts && entry.RecordId == post.Id && entry.RequestId!.StartsWith(RequestPrefix))
            .MaxAsync(entry => (int?)entry.Version, ct);
        if (imported is not { } version || await blog.Revisions(RecordHistory.Posts, [post.Id], [version]).FirstOrDefaultAsync(ct) is not { } revision)
        {
            return Differences(file, post).Count == 0 ? ImportOutcome.Unchanged
                : throw new UnreadableFileException($"the slug '{file.Slug}' belongs to a post that no import wrote.");
        }

        var differences = Differences(file, new PostRevision(revision));
        if (differences.Count == 0)
        {
            return ImportOutcome.Unchanged;
        }

        var changes = PostChanges.Of(file.Title, file.Slug, file.Body, file.Status, file.Tags, differences);
        try
        {
            var merged = await blog.MergePostAsync(post.Id, version, changes, QueryContext<Post>.All, ct);
            return merged.Version == post.Version ? ImportOutcome.Unchanged : ImportOutcome.Updated;
        }
        catch (ConcurrencyException conflict)
        {
            throw new UnreadableFileException(
                $"the file and the blog both changed its {string.Join(", ", conflict.Conflicts.Select(field => field.Field))} since the last import.");
        }
    }

    private static HashSet<string> Differences(PostFile file, Post post) => Differences(file, post.Title, post.Body, post.Status, post.Tags);

    private static HashSet<string> Differences(PostFile file, PostRevision was) => Differences(file, was.Title, was.Body, was.Status, was.Tags);

    private static HashSet<string> Differences(PostFile file, string title, string body, PostStatus status, IReadOnlyList<string> tags)
    {
        (string Field, bool Differs)[] fields =
        [
            ("title", file.Title != title), ("body", file.Body != body), ("status", file.Status != status), ("tags", !file.Tags.SequenceEqual(tags)),
        ];
        return [.. fields.Where(field => field.Differs).Select(field => field.Field)];
    }
}
