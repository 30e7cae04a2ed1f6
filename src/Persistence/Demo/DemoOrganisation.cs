using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;

namespace GraphBlog.Persistence.Demo;

/// <summary>What a demo file says of an organisation.</summary>
/// <param name="Slug">The name a token uses.</param>
/// <param name="Name">The name people read.</param>
/// <param name="People">Its users; the first is the administrator.</param>
/// <param name="Posts">Its posts, oldest first.</param>
internal sealed record DemoOrganisation(string Slug, string Name, IReadOnlyList<DemoPerson> People, IReadOnlyList<DemoPost> Posts);

internal sealed record DemoPerson(string Handle, Role Role, string DisplayName);

/// <summary>A post with its whole history.</summary>
/// <param name="Author">The handle of its author.</param>
/// <param name="Versions">At least one, oldest first; each differs from the one before.</param>
/// <param name="Comments">What people say about it, oldest first.</param>
internal sealed record DemoPost(string Author, IReadOnlyList<DemoVersion> Versions, IReadOnlyList<DemoComment> Comments);

/// <summary>What one person says about a post.</summary>
internal sealed record DemoComment(string By, string Body);

/// <summary>A post as one person left it.</summary>
/// <param name="IsPublished">Whether readers see this version, if the post is published at all.</param>
/// <param name="DaysAgo">When that was; null where it does not matter.</param>
internal sealed record DemoVersion(
    string By, string Title, string Slug, string Body, PostStatus Status, string[] Tags, bool InTrash, bool IsPublished, int? DaysAgo);
