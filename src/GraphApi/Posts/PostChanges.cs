using System.Text.Json;
using GraphBlog.GraphApi.Engine;
using GraphBlog.GraphApi.Engine.Http;
using GraphBlog.GraphApi.Engine.Types;
using GraphBlog.GraphApi.Revisions;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace GraphBlog.GraphApi.Posts;

/// <summary>The fields of a post that are to change, and to what; fields left out are not among them.</summary>
internal sealed class PostChanges
{
    private static readonly string[] s_fields = ["title", "slug", "body", "status", "tags"];
    private readonly List<Action<EntityEntry<Post>>> _apply = [];
    private readonly Dictionary<string, JsonElement> _values = [];

    /// <summary>The new values by column, as the audit log would store them.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values => _values;

    /// <summary>What a client asks for, checked.</summary>
    /// <exception cref="Errors.ValidationException">A field cannot be what it is asked to be.</exception>
    public static PostChanges Of(UpdatePostInput input)
    {
        var rules = new PostRules();
        _ = input.Title.HasValue ? rules.Title(input.Title.Value) : rules;
        _ = input.Slug.HasValue ? rules.Slug(input.Slug.Value) : rules;
        _ = input.Body.HasValue ? rules.Body(input.Body.Value) : rules;
        _ = input.Status.HasValue ? rules.Status(input.Status.Value) : rules;
        _ = input.Tags.HasValue ? rules.Tags(input.Tags.Value) : rules;
        rules.Enforce();
        return Of(input.Title, input.Slug, input.Body, input.Status, input.Tags);
    }

    /// <summary>What brings fields back to what they were.</summary>
    /// <param name="was">The post as it was.</param>
    /// <param name="fields">Some of title, slug, body, status and tags.</param>
    public static PostChanges Of(PostRevision was, IReadOnlySet<string> fields)
    {
        return Of(If("title", was.Title), If("slug", was.Slug), If("body", was.Body), If("status", (PostStatus?)was.Status), If("tags", was.Tags));

        Optional<T?> If<T>(string field, T? value) => fields.Contains(field) ? new(value) : default;
    }

    /// <summary>The fields a client names, or all when it names none.</summary>
    /// <exception cref="GraphQLRequestException">A name is no field that can change.</exception>
    public static IReadOnlySet<string> Fields(IReadOnlyList<string>? names) => names?.FirstOrDefault(name => !s_fields.Contains(name)) is { } unknown
        ? throw new GraphQLRequestException(
            $"`fields` may hold {string.Join(", ", s_fields)}; '{unknown}' is none of them.", ErrorCodes.InvalidArgument, StatusCodes.Status400BadRequest)
        : (names ?? s_fields).ToHashSet();

    /// <summary>Marks the fields for the UPDATE. All others stay out of it.</summary>
    public void ApplyTo(EntityEntry<Post> post) => _apply.ForEach(apply => apply(post));

    /// <summary>A column of a post that was read, as the audit log would store it.</summary>
    public static JsonElement Stored(Post post, string column)
        => Of(post.Title, post.Slug, post.Body, (PostStatus?)post.Status, post.Tags)._values[column];

    private static PostChanges Of(
        Optional<string?> title, Optional<string?> slug, Optional<string?> body, Optional<PostStatus?> status, Optional<IReadOnlyList<string>?> tags)
    {
        var changes = new PostChanges();
        changes.Add(nameof(Post.Title), title);
        changes.Add(nameof(Post.Slug), slug);
        changes.Add(nameof(Post.Body), body);
        changes.Add(nameof(Post.Status), status, value => value.ToString()!.ToUpperInvariant());
        changes.Add(nameof(Post.Tags), tags, value => value!.ToArray());
        return changes;
    }

    private void Add<T>(string property, Optional<T> value, Func<T, object>? stored = null)
    {
        if (!value.HasValue)
        {
            return;
        }

        _values[SnakeCase.Of(property)] = JsonSerializer.SerializeToElement(stored is null ? value.Value : stored(value.Value!));
        _apply.Add(post =>
        {
            var member = post.Property(property);
            member.CurrentValue = value.Value is IReadOnlyList<string> list ? list.ToArray() : value.Value;
            member.IsModified = true;
        });
    }
}
