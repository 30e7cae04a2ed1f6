using GraphBlog.Engine.DataLoaders;
using GraphBlog.GraphApi.Posts;
using GraphBlog.Persistence;

namespace GraphBlog.GraphApi.Trash;

/// <summary>Which slugs of trashed posts a live post has taken since; one statement for all of a page.</summary>
public sealed class RestoreConflictLoader(BlogDbContext blog) : BatchDataLoader<string, RestoreConflict>
{
    protected override async Task<IReadOnlyDictionary<string, RestoreConflict>> LoadBatchAsync(IReadOnlyList<string> keys, CancellationToken ct)
    {
        var free = await Slug.FreeAsync(blog, keys, ct);
        return free.Where(pair => pair.Key != pair.Value).ToDictionary(
            pair => pair.Key,
            pair => new RestoreConflict("slug", $"The slug '{pair.Key}' belongs to another post now.", pair.Value));
    }
}
