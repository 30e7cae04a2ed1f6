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
