using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Idempotency;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Posts;

/// <summary>Changes of several posts, all or none.</summary>
/// <param name="Changes">At most 100, each of another post. They are done in this order: a slug that one gives up is free for the next.</param>
/// <param name="IdempotencyKey">A key of your choice that makes a retry safe: sent again within 24 hours, the same key answers the first result
/// and writes nothing. The changes themselves have none.</param>
public sealed record ChangePostsInput(IReadOnlyList<PostChangeInput> Changes, string? IdempotencyKey) : IIdempotentInput;

/// <summary>One change of one post.</summary>
/// <param name="Update">As `updatePost`.</param>
/// <param name="Publish">As `publishPost`.</param>
/// <param name="Unpublish">As `unpublishPost`.</param>
/// <param name="Delete">As `deletePost`.</param>
/// <param name="Restore">As `restorePost`.</param>
[OneOf]
public sealed record PostChangeInput(
    UpdatePostInput? Update, PublishPostInput? Publish, UnpublishPostInput? Unpublish, DeletePostInput? Delete, RestorePostInput? Restore)
{
    /// <summary>What the change is, as the mutation of that name does it.</summary>
    internal RecordStep<Post> At(int index) => this switch
    {
        { Update: { } update } => new(index, update, StepKind.Change, () => PostPatch.Of(update), update.OnConflict == ConflictPolicy.Merge),
        { Publish: { } publish } => new(index, publish, StepKind.Change, () => PostPatch.Of(publish)),
        { Unpublish: { } unpublish } => new(index, unpublish, StepKind.Change, () => PostPatch.Live(null)),
        { Delete: { } delete } => new(index, delete, StepKind.Trash, () => new()),
        { Restore: { } restore } => new(index, restore, StepKind.Restore, () => PostPatch.Of(restore)),
        _ => throw new InvalidOperationException("A change without a kind came through validation."),
    };
}

/// <summary>A post that was changed.</summary>
/// <param name="Index">Which of the changes it was.</param>
/// <param name="Post">The post as it is now; null when it was deleted.</param>
/// <param name="TrashedPost">The post as the trash has it; null when it was not deleted.</param>
public sealed record ChangedPost(int Index, Post? Post, TrashedPost? TrashedPost);

/// <summary>What changes of several posts must be.</summary>
internal static class ChangePostsRules
{
    private const int Most = 100;

    /// <summary>What is to be done, and what of it cannot be done whatever the posts are.</summary>
    /// <exception cref="ItemException">There are too many.</exception>
    public static (IReadOnlyList<RecordStep<Post>> Steps, IReadOnlyList<ItemException> Wrong) Of(ChangePostsInput input)
    {
        if (input.Changes.Count > Most)
        {
            throw new ItemException(Most, new ValidationException("changes", $"There are {input.Changes.Count} changes; {Most} are allowed."));
        }

        var (steps, first, wrong) = (new List<RecordStep<Post>>(), new Dictionary<long, int>(), new List<ItemException>());
        foreach (var (index, change) in input.Changes.Index())
        {
            var step = change.At(index);
            if (Complaints(step, first) is { Count: > 0 } complaints)
            {
                wrong.AddRange(complaints.Select(complaint => new ItemException(index, complaint)));
            }
            else
            {
                steps.Add(step);
            }
        }

        return (steps, wrong);
    }

    private static IReadOnlyList<Exception> Complaints(RecordStep<Post> step, Dictionary<long, int> first)
    {
        if (!first.TryAdd(step.At.Id, step.Index))
        {
            return [new ValidationException("id", $"changes[{first[step.At.Id]}] is of the same post.")];
        }

        if (step.At is IIdempotentInput { IdempotencyKey: not null })
        {
            return [new ValidationException("idempotencyKey", "The idempotencyKey is given once, for all changes.")];
        }

        try
        {
            _ = step.Changes();
            return [];
        }
        catch (ValidationException one)
        {
            return [one];
        }
        catch (AggregateException several)
        {
            return several.InnerExceptions;
        }
    }
}
