using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>Posts as readers saw them at moments: one statement to find the versions, and one to read them.</summary>
public sealed class LiveRevisionLoader(BlogDbContext blog) : RevisionLoader<Post>(blog)
{
    /// <summary>The version that was live at a moment; null for none.</summary>
    public IDataLoaderResult<Revision?> LoadAsync(long id, DateTimeOffset moment) => LoadAsync(id, null, moment);

    protected override IQueryable<VersionAt> VersionsAt(BlogDbContext blog, long[] ids, DateTimeOffset[] moments)
        => blog.LiveVersionsAt(ids, moments);
}
