using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;
using GraphQL;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Posts;

[MutationType]
public static class ChangePostsMutation
{
    /// <summary>
    /// Changes several posts at once, all or none: each as the mutation of its kind does it, in one transaction and under one request. When one
    /// cannot be done, nothing is written, and each that cannot has an error.
    /// </summary>
    /// <returns>What became of the posts, in the order of the changes; null when nothing was changed.</returns>
    [UseMutationConvention(PayloadFieldName = "posts", HasErrorsOfItems = true)]
    [Requires(Role.Author, And = "and EDITOR for the posts of others and for `publishedAt`")]
    [Error<ConcurrencyException>, Error<PostNotFoundException>, Error<SlugTakenException>, Error<ValidationException>]
    [AnsweredAgain(typeof(ChangePostsMutation), nameof(AnswerAgainAsync))]
    public static async Task<IReadOnlyList<ChangedPost>?> ChangePostsAsync(
        ChangePostsInput input, BlogDbContext blog, QueryContext<Post> posts, QueryContext<TrashedPost> trash, SelectionOf<ChangedPost> asked,
        SelectionOf<ConcurrencyException> conflict, CancellationToken ct)
    {
        if (input.Changes.Any(change => change.Update is { PublishedAt.HasValue: true }))
        {
            blog.Tenant.Require(Role.Editor);
        }

        var (steps, wrong) = ChangePostsRules.Of(input);
        return await blog.DoAllAsync(steps, wrong, async () => Answer(steps, await PostsAsync(), await TrashAsync()), conflict, ct);

        async Task<List<Post>> PostsAsync() => Ids(isTrash: false) is { Length: > 0 } ids && asked.Has("post")
            ? await blog.Posts.Where(post => ids.Contains(post.Id)).Select(posts.Selector).ToListAsync(ct) : [];

        async Task<List<TrashedPost>> TrashAsync() => Ids(isTrash: true) is { Length: > 0 } ids && asked.Has("trashedPost")
            ? await blog.Trash.Where(post => ids.Contains(post.Id)).Select(trash.Selector).ToListAsync(ct) : [];

        long[] Ids(bool isTrash) => [.. steps.Where(step => step.Kind == StepKind.Trash == isTrash).Select(step => step.At.Id)];
    }

    /// <summary>The posts at the versions that were made, whatever has become of them since: those that are still at them in one statement.</summary>
    internal static async Task<object?> AnswerAgainAsync(
        BlogDbContext blog, IResolveFieldContext context, object input, IQueryable<AuditEntry> made)
    {
        var (steps, ct) = (ChangePostsRules.Of((ChangePostsInput)input).Steps, context.CancellationToken);
        var (posts, trash) = (QueryContext<Post>.Of(context).Include([nameof(Post.Version)]), QueryContext<TrashedPost>.Of(context));
        var versions = (await made.Where(entry => entry.RecordType == "posts").Select(entry => new { entry.RecordId, entry.Version }).ToListAsync(ct))
            .ToDictionary(entry => entry.RecordId, entry => entry.Version);
        long[] ids = [.. steps.Where(step => step.Kind != StepKind.Trash).Select(step => step.At.Id)];
        var found = (await blog.Posts.Where(post => ids.Contains(post.Id)).Select(posts.Selector).ToListAsync(ct)).Where(post => post.Version == Version(post.Id)).ToList();
        var trashed = new List<TrashedPost>();
        foreach (var step in steps.Where(step => !found.Exists(post => post.Id == step.At.Id)))
        {
            if (step.Kind != StepKind.Trash)
            {
                found.AddRange(await blog.AtVersion<Post, Post>(step.At.Id, Version(step.At.Id)).Select(posts.Selector).ToListAsync(ct));
            }
            else if (await blog.AtVersionAsync<Post, TrashedPost>(step.At.Id, Version(step.At.Id), trash, ct) is { } post)
            {
                trashed.Add(post);
            }
        }

        return Answer(steps, found, trashed);

        int Version(long id) => versions.TryGetValue(id, out var version) ? version : steps.First(step => step.At.Id == id).At.ExpectedVersion;
    }

    private static IReadOnlyList<ChangedPost> Answer(IReadOnlyList<RecordStep<Post>> steps, IReadOnlyList<Post> posts, IReadOnlyList<TrashedPost> trash)
    {
        var (live, gone) = (posts.ToDictionary(post => post.Id), trash.ToDictionary(post => post.Id));
        return [.. steps.Select(step => new ChangedPost(step.Index, live.GetValueOrDefault(step.At.Id), gone.GetValueOrDefault(step.At.Id)))];
    }
}
