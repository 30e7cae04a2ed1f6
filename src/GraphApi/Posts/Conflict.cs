using System.Text.Json;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Why a write found no row: the post is gone, in the trash, or somebody was faster.</summary>
internal static class Conflict
{
    /// <summary>The live post, the trash and the entries since in one statement, hence in one snapshot. The organisation is the row they hang on.</summary>
    private static readonly Func<BlogDbContext, long, int, CancellationToken, Task<Found>> s_find = EF.CompileAsyncQuery(
        (BlogDbContext blog, long id, int expectedVersion, CancellationToken ct) => blog.Organisations.Select(_ => new Found
        {
            Live = blog.Posts.Include(post => post.Author).Include(post => post.CreatedBy).Include(post => post.UpdatedBy)
                .FirstOrDefault(post => post.Id == id),
            Trashed = blog.Trash.FirstOrDefault(post => post.Id == id),
            Since = blog.AuditLog.Include(entry => entry.ChangedBy)
                .Where(entry => entry.RecordType == RecordTypes.Posts && entry.RecordId == id && entry.Version > expectedVersion)
                .OrderBy(entry => entry.Version).ToList(),
        }).Single());

    /// <summary>
    /// Another organisation's post and one that never existed look alike here, since row-level security shows neither; so do the
    /// drafts of others, to an author.
    /// </summary>
    public static async Task<Exception> ExplainAsync(BlogDbContext blog, long id, int expectedVersion, PostChanges? yours, CancellationToken ct)
    {
        var found = await s_find(blog, id, expectedVersion, ct);
        return (found.Live, found.Trashed) switch
        {
            (null, null) => new PostNotFoundException(id),
            ({ } live, _) when !blog.Tenant.MayWriteOf(live.AuthorId) => Authorization.Refused("This post is somebody else's; changing it needs the role EDITOR."),
            (null, { } trashed) => new ConcurrencyException(expectedVersion, trashed.Version, inTrash: true) { ChangesSince = found.Since },
            ({ } live, _) => new ConcurrencyException(expectedVersion, live.Version, inTrash: false)
            {
                Current = live,
                ChangesSince = found.Since,
                Conflicts = yours is null ? [] : [.. Between(yours.Values, found.Since), .. Unknown(yours.Values, expectedVersion, live, found.Since)],
            },
        };
    }

    /// <summary>The fields that both sides changed since the base, to different values.</summary>
    private static IEnumerable<FieldConflict> Between(IReadOnlyDictionary<string, JsonElement> yours, List<AuditEntry> since)
    {
        foreach (var (column, mine) in yours)
        {
            var touching = since.Where(entry => entry.OldData?.TryGetProperty(column, out _) == true).ToList();
            if (touching.Count == 0)
            {
                continue;
            }

            var before = touching[0].OldData!.Value.GetProperty(column);
            var theirs = touching[^1].NewData!.Value.GetProperty(column);
            if (!JsonElement.DeepEquals(before, theirs) && !JsonElement.DeepEquals(mine, theirs))
            {
                yield return new FieldConflict(RecordTypes.Field(column), before, theirs, mine, touching[^1].ChangedBy, touching[^1].ChangedAt);
            }
        }
    }

    /// <summary>
    /// Where the log does not hold every version since, what happened to a field cannot be known. Then each that differs now is in
    /// conflict, without a base: to merge would be to guess.
    /// </summary>
    private static IEnumerable<FieldConflict> Unknown(
        IReadOnlyDictionary<string, JsonElement> yours, int expectedVersion, Post live, List<AuditEntry> since)
        => since.Count >= live.Version - expectedVersion ? [] :
            from field in yours
            where !since.Exists(entry => entry.OldData?.TryGetProperty(field.Key, out _) == true)
            let theirs = PostChanges.Stored(live, field.Key)
            where !JsonElement.DeepEquals(theirs, field.Value)
            select new FieldConflict(RecordTypes.Field(field.Key), null, theirs, field.Value, live.UpdatedBy, live.UpdatedAt);

    private sealed class Found
    {
        public Post? Live { get; init; }

        public TrashedPost? Trashed { get; init; }

        public List<AuditEntry> Since { get; init; } = [];
    }
}
