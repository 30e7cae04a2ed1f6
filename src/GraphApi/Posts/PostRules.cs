using System.Text;
using System.Text.Json;
using GraphBlog.GraphApi.Errors;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Posts;

/// <summary>What a post's fields must be.</summary>
internal static class PostRules
{
    /// <exception cref="ValidationException">A field of a new post cannot be what it is to be.</exception>
    public static void Check(CreatePostInput input)
    {
        var rules = new ValidationErrors().Title(input.Title).Body(input.Body).Tags(input.Tags ?? []).Metadata(input.Metadata ?? Jsonb.Empty);
        _ = input.PublishedAt is { } publishedAt ? rules.PublishedAt(publishedAt) : rules;
        (input.Slug is null ? rules : rules.Slug(input.Slug)).Enforce();
    }

    public static ValidationErrors Title(this ValidationErrors complaints, string? title) => complaints.Line("title", "title", title, most: 200);

    public static ValidationErrors Slug(this ValidationErrors complaints, string? slug) => complaints.Text("slug", slug, text => Posts.Slug.IsValid(text) ? null
        : $"The slug must be lower-case letters and digits joined by single hyphens, at most {Posts.Slug.MaxLength} characters; '{Posts.Slug.Of(text)}' would do.");

    public static ValidationErrors Body(this ValidationErrors complaints, string? body) => complaints.Text("body", body, text =>
        Encoding.UTF8.GetByteCount(text) > 1024 * 1024 ? "The body is larger than 1 MiB." : null);

    public static ValidationErrors Tags(this ValidationErrors complaints, IReadOnlyList<string>? tags)
    {
        if (tags is null)
        {
            return complaints.Add("tags", "The tags must not be null; leave them out to keep them, or send an empty list.");
        }

        var kept = TagsOf(tags);
        if (kept.Length > 20)
        {
            complaints.Add("tags", $"There are {kept.Length} tags; 20 are allowed.");
        }

        return kept.Aggregate(complaints, (all, tag) => all.Text("tags", tag, text =>
            !VisibleText.Is(text) ? "A tag must not be empty."
            : ValidationErrors.Characters(text) > 50 ? "A tag has more than 50 characters."
            : !VisibleText.IsOneLine(text) ? "A tag must be one line without control characters." : null));
    }

    /// <summary>The tags as they are stored: without the blanks around them, and each once, where it came first.</summary>
    public static string[] TagsOf(IReadOnlyList<string> tags) => [.. tags.Select(VisibleText.Trim).Distinct(StringComparer.Ordinal)];

    /// <summary>A day on which the post was published: it is over.</summary>
    public static ValidationErrors PublishedAt(this ValidationErrors complaints, DateTimeOffset? publishedAt) => publishedAt is null ? complaints.Missing("publishedAt")
        : publishedAt > DateTimeOffset.UtcNow ? complaints.Add("publishedAt", "The publishedAt must not be in the future.") : complaints;

    /// <summary>A moment to publish at; one of another century is a slip of the hand.</summary>
    public static ValidationErrors PublishAt(this ValidationErrors complaints, DateTimeOffset publishAt)
        => publishAt > DateTimeOffset.UtcNow.AddYears(10) ? complaints.Add("publishAt", "The publishAt must be at most ten years ahead.") : complaints;

    public static ValidationErrors Metadata(this ValidationErrors complaints, JsonElement? metadata) => metadata is null ? complaints.Missing("metadata")
        : metadata.Value.ValueKind != JsonValueKind.Object ? complaints.Add("metadata", "The metadata must be an object.")
        : JsonSize.Of(metadata.Value) is not { } size ? complaints.Add("metadata", "The metadata contains U+0000 or half of a surrogate pair, which PostgreSQL cannot store.")
        : size > JsonSize.Most ? complaints.Add("metadata", "The metadata is larger than 64 KiB.") : complaints;

    public static ValidationErrors Status(this ValidationErrors complaints, PostStatus? status) => status is null ? complaints.Missing("status") : complaints;
}
