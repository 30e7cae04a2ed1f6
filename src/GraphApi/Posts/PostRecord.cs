using System.Text;
using System.Text.Json;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.GraphApi.Undo;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Posts;

/// <summary>What is said once of posts. The drafts of others do not exist, to an author.</summary>
internal sealed class PostRecord() : RecordType<Post>("posts", owner: nameof(Post.AuthorId))
{
    // What keeps the slugs of posts apart that are not in the trash, and those under which readers find them.
    private static readonly string[] s_slugConstraints = ["posts_slug_live", "publications_slug"];

    public override Type Trashed => typeof(TrashedPost);

    /// <summary>Its content; what readers see of it, and since when, is said by publishing.</summary>
    public override IReadOnlyList<string> Reverted => [.. Fields.Select(one => one.Property.Name).Except(
        [nameof(Post.AuthorId), nameof(Post.PublishedAt), nameof(Post.DeletedAt), nameof(Post.DeletedById), .. Follows])];

    public override IReadOnlyList<string> Undone => [.. Reverted, nameof(Post.AuthorId), nameof(Post.PublishedAt)];

    public override IReadOnlyList<string> Follows => [nameof(Post.LiveVersion), nameof(Post.ScheduledVersion), nameof(Post.PublishAt)];

    public override Task SettleAsync(BlogDbContext blog, IReadOnlyCollection<UndoneRecord> records, CancellationToken ct)
        => PostUndo.SettleAsync(blog, this, records, ct);

    // The day of publication is never taken away.
    public override bool TakesBack(RecordField field, JsonElement value)
        => field.Property.Name != nameof(Post.PublishedAt) || value.ValueKind != JsonValueKind.Null;

    public override IReadOnlyList<string> Texts => [nameof(Post.Body)];

    public override string Refusal => "This post is somebody else's; changing it needs the role EDITOR.";

    public override bool Takes(RecordField field, object merged) => field.Property.Name switch
    {
        nameof(Post.Body) => new ValidationErrors().Body((string)merged).AreNone,
        nameof(Post.Tags) => new ValidationErrors().Tags((IReadOnlyList<string>)merged).AreNone,
        _ => true,
    };

    public override bool MayWrite(TenantContext tenant, Post record) => tenant.MayWriteOf(record.AuthorId);

    public override Exception NotFound(long id) => new PostNotFoundException(id);

    /// <summary>Of two tags that differ in how letters are composed the database keeps one; jsonb writes numbers and orders names in its own way.</summary>
    public override async Task ReadBackAsync(BlogDbContext blog, object added, IReadOnlyCollection<string>? asked, CancellationToken ct)
    {
        var post = (Post)added;
        if ((IsAsked(nameof(Post.Tags)) && post.Tags.Any(tag => !Ascii.IsValid(tag)))
            || (IsAsked(nameof(Post.Metadata)) && post.Metadata.EnumerateObject().Any()))
        {
            var kept = await blog.Posts.Where(written => written.Id == post.Id)
                .Select(written => new { written.Tags, written.Metadata }).SingleAsync(ct);
            (post.Tags, post.Metadata) = (kept.Tags, kept.Metadata);
        }

        bool IsAsked(string property) => asked?.Contains(property) != false;
    }

    public override Task<IReadOnlyDictionary<long, (RecordField Field, JsonElement Value)>> TakenAsync(
        BlogDbContext blog, IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> rows, CancellationToken ct)
        => PostUndo.TakenAsync(blog, Field(nameof(Post.Slug)), rows, ct);

    protected override async Task<Exception?> RefusedAsync(BlogDbContext blog, DbUpdateException refusal, Post tried, CancellationToken ct)
    {
        if (!s_slugConstraints.Contains(SqlState.ViolatedConstraint(refusal)))
        {
            return null;
        }

        // a post that is published, or comes back from the trash, under the slug it has
        var slug = tried.Slug ?? await blog.LiveAndTrash<Post>().Where(found => found.Id == tried.Id).Select(found => found.Slug).SingleAsync(ct);
        return new SlugTakenException(slug, await Slug.FreeAsync(blog, slug, ct));
    }
}
