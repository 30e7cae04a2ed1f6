using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Errors;
using GraphBlog.Persistence.Tenancy;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Comments;

/// <summary>What is said once of comments. Those of a post that cannot be seen do not exist.</summary>
internal sealed class CommentRecord() : RecordType<Comment>("comments", owner: nameof(Comment.AuthorId))
{
    public override IReadOnlyList<string> Reverted => [nameof(Comment.Body)];

    public override IReadOnlyList<string> Texts => [nameof(Comment.Body)];

    public override string Refusal => "This comment is somebody else's; changing it needs the role EDITOR.";

    public override bool Takes(RecordField field, object merged)
        => field.Property.Name != nameof(Comment.Body) || CommentMutations.Body((string)merged).AreNone;

    public override bool MayWrite(TenantContext tenant, Comment record) => tenant.MayWriteOf(record.AuthorId);

    public override Exception NotFound(long id) => new CommentNotFoundException(id);

    // Of a new comment's rules only its post's is not met for sure.
    protected override Task<Exception?> RefusedAsync(BlogDbContext blog, DbUpdateException refusal, Comment tried, CancellationToken ct)
        => Task.FromResult<Exception?>(SqlState.IsAgainstRowRule(refusal) && tried.Version == 0 ? new PostNotFoundException(tried.PostId) : null);
}
