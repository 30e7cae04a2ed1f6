using System.Text.Json;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>A post as it was at one of its versions.</summary>
public sealed class PostRevision(Revision revision) : RecordRevision<Post>(revision)
{
    /// <summary>The address it had.</summary>
    public string Slug => Record.Slug;

    /// <summary>The headline it had.</summary>
    public string Title => Record.Title;

    /// <summary>The text it had, in Markdown.</summary>
    public string Body => Record.Body;

    /// <summary>Where it stood.</summary>
    public PostStatus Status => Record.Status;

    /// <summary>The key words it had.</summary>
    public IReadOnlyList<string> Tags => Record.Tags;

    /// <summary>The further fields it had.</summary>
    public JsonElement Metadata => Record.Metadata;
}
