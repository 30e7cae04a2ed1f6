using System.Text.Json;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Conflicts;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Revisions;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Posts;

/// <summary>The changes of posts.</summary>
internal static class PostPatch
{
    private static readonly string[] s_fields = ["title", "slug", "body", "status", "tags", "metadata"];

    /// <summary>What a client asks for, checked.</summary>
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
        var tags = input.Tags is { HasValue: true, Value: { } given } ? new(PostRules.TagsOf(given)) : input.Tags;
        return Of(input.Title, input.Slug, input.Body, input.Status, tags, input.Metadata).Set(
            nameof(Post.PublishedAt), input.PublishedAt.HasValue ? new Optional<DateTimeOffset?>(input.PublishedAt.Value?.ToUniversalTime()) : default);
    }

    /// <summary>What brings fields back to what they were.</summary>
    public static Patch<Post> Of(PostRevision was, IReadOnlySet<string> fields)
        => Of(was.Title, was.Slug, was.Body, was.Status, was.Tags, was.Metadata, fields);

    /// <summary>Changes of those fields whose names in the API are among <paramref name="fields"/>.</summary>
    public static Patch<Post> Of(
        string title, string slug, string body, PostStatus status, IReadOnlyList<string> tags, JsonElement metadata, IReadOnlySet<string> fields)
    {
        return Of(
            If("title", title), If("slug", slug), If("body", body), If("status", (PostStatus?)status), If("tags", tags),
            If("metadata", (JsonElement?)metadata));

        Optional<T?> If<T>(string field, T? value) => fields.Contains(field) ? new(value) : default;
    }

    /// <summary>The fields a client names, or all when it names none.</summary>
    /// <exception cref="ValidationException">A name is no field that can change.</exception>
    public static IReadOnlySet<string> Fields(IReadOnlyList<string>? names) => names?.FirstOrDefault(name => !s_fields.Contains(name)) is { } unknown
        ? throw new ValidationException("fields", $"The fields may be {string.Join(", ", s_fields)}; '{unknown}' is none of them.")
        : (names ?? s_fields).ToHashSet();

    private static Patch<Post> Of(
        Optional<string?> title, Optional<string?> slug, Optional<string?> body, Optional<PostStatus?> status, Optional<IReadOnlyList<string>?> tags,
        Optional<JsonElement?> metadata)
        => new Patch<Post>().Set(nameof(Post.Title), title).Set(nameof(Post.Slug), slug).Set(nameof(Post.Body), body)
            .Set(nameof(Post.Status), status).Set(nameof(Post.Tags), tags).Set(nameof(Post.Metadata), metadata);
}
