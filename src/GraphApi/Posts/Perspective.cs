using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Which version of a post is read.</summary>
public enum Perspective
{
    /// <summary>What readers see: the version that is live. Posts of which none is live are not there.</summary>
    Live,

    /// <summary>
    /// The working copy of each post that the viewer may edit, and the live version of every other. To a reader it is the same as LIVE.
    /// </summary>
    Working,
}

internal static class Perspectives
{
    /// <summary>
    /// What is read for a perspective. Row-level security decides what is seen in any case; of what nobody but an author sees both, an editor
    /// and a reader are spared the part that is empty for them.
    /// </summary>
    public static T SeenAs<T>(this BlogDbContext blog, Perspective? perspective, T live, T working, T both)
        => perspective == Perspective.Live || blog.Tenant.Role == Role.Reader ? live : blog.Tenant.Role >= Role.Editor ? working : both;

    /// <summary>The posts that are not in the trash, as the viewer sees them.</summary>
    public static IQueryable<Post> PostsAs(this BlogDbContext blog, Perspective? perspective)
        => blog.SeenAs(perspective, blog.LivePosts, blog.WorkingPosts, blog.Posts);
}
