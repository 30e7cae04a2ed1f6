using System.Text.Json;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>A post as it was at one of its versions.</summary>
public sealed class PostRevision(Revision revision) : RecordRevision<Post>(revision)
{
    /// <summary>The slug of this version.</summary>
    public string Slug => Record.Slug;

    /// <summary>The title of this version.</summary>
    public string Title => Record.Title;

    /// <summary>The text of this version, in Markdown.</summary>
    public string Body => Record.Body;

    /// <summary>The status of this version.</summary>
    public PostStatus Status => Record.Status;

    /// <summary>The tags of this version.</summary>
    public IReadOnlyList<string> Tags => Record.Tags;

    /// <summary>The further fields of this version.</summary>
    public JsonElement Metadata => Record.Metadata;
}
