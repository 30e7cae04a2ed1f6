using GraphBlog.Engine;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Http;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Records;

/// <summary>A version of a record, named by its number or by a moment (UTC).</summary>
public sealed record RevisionKey(long RecordId, int? Version, DateTimeOffset? AsOf);

/// <summary>Revisions of records of a kind: one statement for all of a page, and one more when some are asked for by time.</summary>
public class RevisionLoader<T>(BlogDbContext blog) : BatchDataLoader<RevisionKey, Revision> where T : class, IRecord, new()
{
    /// <summary>A record as it was at a version or at a moment; null when it did not exist then or the history no longer reaches there.</summary>
    /// <exception cref="GraphQLRequestException">Both were given, or none, or the viewer's role sees no history of such records.</exception>
    public IDataLoaderResult<Revision?> LoadAsync(long id, int? version, DateTimeOffset? asOf)
    {
        blog.Tenant.Require(RecordTypes.Of<T>().HistoryRole);
        return version is null == asOf is null
            ? throw new GraphQLRequestException(
                "Give `version` or `asOf`, one of the two.", ErrorCodes.InvalidArgument, StatusCodes.Status400BadRequest)
            : LoadAsync(new(id, version, asOf?.ToUniversalTime()));
    }

    protected override async Task<IReadOnlyDictionary<RevisionKey, Revision>> LoadBatchAsync(IReadOnlyList<RevisionKey> keys, CancellationToken ct)
    {
        var versions = await VersionsAsync(keys, ct);
        var pairs = versions.Select(pair => (pair.Key.RecordId, Version: pair.Value)).Distinct().ToList();
        var found = await blog.Revisions<T>([.. pairs.Select(pair => pair.RecordId)], [.. pairs.Select(pair => pair.Version)])
            .ToDictionaryAsync(revision => (revision.RecordId, revision.Version), ct);
        return versions.Where(pair => found.ContainsKey((pair.Key.RecordId, pair.Value)))
            .ToDictionary(pair => pair.Key, pair => found[(pair.Key.RecordId, pair.Value)]);
    }

    /// <summary>Which version each record had at a moment; the two lists go in pairs.</summary>
    protected virtual IQueryable<VersionAt> VersionsAt(BlogDbContext blog, long[] ids, DateTimeOffset[] moments) => blog.VersionsAt<T>(ids, moments);

    private async Task<List<KeyValuePair<RevisionKey, int>>> VersionsAsync(IReadOnlyList<RevisionKey> keys, CancellationToken ct)
    {
        var versions = keys.Where(key => key.Version is not null).Select(key => KeyValuePair.Create(key, key.Version!.Value)).ToList();
        var timed = keys.Where(key => key.AsOf is not null).ToList();
        if (timed.Count > 0)
        {
            var found = await VersionsAt(blog, [.. timed.Select(key => key.RecordId)], [.. timed.Select(key => key.AsOf!.Value)]).ToListAsync(ct);
            versions.AddRange(found.Select(at => KeyValuePair.Create(new RevisionKey(at.Id, null, at.Moment), at.Version)));
        }

        return versions;
    }
}
