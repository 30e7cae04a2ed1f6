using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Comments;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>A comment as it was at one of its versions.</summary>
public sealed class CommentRevision(Revision revision) : RecordRevision<Comment>(revision)
{
    /// <summary>The text of this version.</summary>
    public string Body => Record.Body;
}
