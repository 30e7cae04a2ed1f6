using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Tenancy;

namespace GraphBlog.GraphApi.Posts;

/// <summary>What clients ask to change of posts, checked.</summary>
internal static class PostPatch
{
    /// <exception cref="ValidationException">A field cannot be what it is asked to be.</exception>
    public static Patch<Post> Of(UpdatePostInput input)
    {
        var rules = new ValidationErrors();
        _ = input.Title.HasValue ? rules.Title(input.Title.Value) : rules;
        _ = input.Slug.HasValue ? rules.Slug(input.Slug.Value) : rules;
        _ = input.Body.HasValue ? rules.Body(input.Body.Value) : rules;
        _ = input.Status.HasValue ? rules.Status(input.Status.Value) : rules;
        _ = input.Tags.HasValue ? rules.Tags(input.Tags.Value) : rules;
        _ = input.PublishedAt.HasValue ? rules.PublishedAt(input.PublishedAt.Value) : rules;
        _ = input.Metadata.HasValue ? rules.Metadata(input.Metadata.Value) : rules;
        rules.Enforce();
        return new Patch<Post>().Set(nameof(Post.Title), input.Title).Set(nameof(Post.Slug), input.Slug).Set(nameof(Post.Body), input.Body)
            .Set(nameof(Post.Status), input.Status)
            .Set(nameof(Post.Tags), input.Tags is { HasValue: true, Value: { } tags } ? new(PostRules.TagsOf(tags)) : input.Tags)
            .Set(nameof(Post.Metadata), input.Metadata)
            .Set(nameof(Post.PublishedAt), input.PublishedAt.HasValue ? new Optional<DateTimeOffset?>(input.PublishedAt.Value?.ToUniversalTime()) : default);
    }

    /// <summary>That the version at hand goes live, at once or from a moment on.</summary>
    /// <exception cref="ValidationException">The moment is too far away.</exception>
    public static Patch<Post> Of(PublishPostInput input)
    {
        if (input.PublishAt is not { } moment)
        {
            return Live(input.ExpectedVersion);
        }

        new ValidationErrors().PublishAt(moment).Enforce();
        return new Patch<Post>().Set<int?>(nameof(Post.ScheduledVersion), input.ExpectedVersion)
            .Set<DateTimeOffset?>(nameof(Post.PublishAt), moment.ToUniversalTime());
    }

    /// <summary>That a version is live and none is scheduled; null for none at all.</summary>
    public static Patch<Post> Live(int? version) => new Patch<Post>().Set(nameof(Post.LiveVersion), new Optional<int?>(version))
        .Set(nameof(Post.ScheduledVersion), new Optional<int?>(null)).Set(nameof(Post.PublishAt), new Optional<DateTimeOffset?>(null));

    /// <exception cref="ValidationException">The slug can be nobody's.</exception>
    public static Patch<Post> Of(RestorePostInput input)
    {
        var changes = new Patch<Post>();
        if (input.Slug is { } slug)
        {
            new ValidationErrors().Slug(slug).Enforce();
            changes.Set<string>(nameof(Post.Slug), slug);
        }

        return changes;
    }

    /// <summary>A new post, whose input was checked.</summary>
    public static Post Of(CreatePostInput input, string slug, TenantContext viewer) => new()
    {
        OrgId = viewer.OrgId,
        AuthorId = viewer.WriterId,
        Title = input.Title,
        Slug = slug,
        Body = input.Body,
        Status = input.Status ?? PostStatus.Draft,
        Tags = PostRules.TagsOf(input.Tags ?? []),
        PublishedAt = input.PublishedAt?.ToUniversalTime(),
        Metadata = input.Metadata ?? Jsonb.Empty,
    };
}
