using System.Text.Json;
using GraphBlog.GraphApi.Engine.Types;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace GraphBlog.GraphApi.Posts;

/// <summary>The fields of a post that a client asked to change, checked; fields left out are not among them.</summary>
internal sealed class PostChanges
{
    private readonly List<Action<EntityEntry<Post>>> _apply = [];
    private readonly Dictionary<string, JsonElement> _values = [];

    /// <summary>The new values by column, as the audit log would store them.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values => _values;

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

        var changes = new PostChanges();
        changes.Add(nameof(Post.Title), input.Title);
        changes.Add(nameof(Post.Slug), input.Slug);
        changes.Add(nameof(Post.Body), input.Body);
        changes.Add(nameof(Post.Status), input.Status, status => status.ToString()!.ToUpperInvariant());
        changes.Add(nameof(Post.Tags), input.Tags, tags => tags!.ToArray());
        return changes;
    }

    /// <summary>Marks the fields for the UPDATE. All others stay out of it.</summary>
    public void ApplyTo(EntityEntry<Post> post) => _apply.ForEach(apply => apply(post));

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
