using GraphBlog.Engine.DataLoaders;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>A version of a post, named by its number or by a moment (UTC).</summary>
public sealed record RevisionKey(long PostId, int? Version, DateTimeOffset? AsOf);

/// <summary>Revisions of posts: one statement for all of a page, and one more when some are asked for by time.</summary>
public sealed class PostRevisionLoader(BlogDbContext blog) : BatchDataLoader<RevisionKey, PostRevision>
{
    protected override async Task<IReadOnlyDictionary<RevisionKey, PostRevision>> LoadBatchAsync(IReadOnlyList<RevisionKey> keys, CancellationToken ct)
    {
        var versions = await VersionsAsync(keys, ct);
        var pairs = versions.Select(pair => (pair.Key.PostId, Version: pair.Value)).Distinct().ToList();
        var found = await blog.Revisions(RecordHistory.Posts, [.. pairs.Select(pair => pair.PostId)], [.. pairs.Select(pair => pair.Version)])
            .ToDictionaryAsync(revision => (revision.RecordId, revision.Version), ct);
        return versions.Where(pair => found.ContainsKey((pair.Key.PostId, pair.Value)))
            .ToDictionary(pair => pair.Key, pair => new PostRevision(found[(pair.Key.PostId, pair.Value)]));
    }

    private async Task<List<KeyValuePair<RevisionKey, int>>> VersionsAsync(IReadOnlyList<RevisionKey> keys, CancellationToken ct)
    {
        var versions = keys.Where(key => key.Version is not null).Select(key => KeyValuePair.Create(key, key.Version!.Value)).ToList();
        var timed = keys.Where(key => key.AsOf is not null).ToList();
        if (timed.Count > 0)
        {
            var found = await blog.VersionsAt(RecordHistory.Posts, [.. timed.Select(key => key.PostId)], [.. timed.Select(key => key.AsOf!.Value)]).ToListAsync(ct);
            versions.AddRange(found.Select(at => KeyValuePair.Create(new RevisionKey(at.Id, null, at.Moment), at.Version)));
        }

        return versions;
    }
}
