using System.Text;
using GraphBlog.GraphApi.Errors;

namespace GraphBlog.GraphApi.Posts;

/// <summary>What a post's fields must be. The database checks the same; here each complaint gets its field's name, and all come at once.</summary>
internal sealed class PostRules
{
    private readonly List<ValidationException> _complaints = [];

    public PostRules Title(string? title) => Check("title", title, text =>
        string.IsNullOrWhiteSpace(text) ? "The title must not be empty."
        : Characters(text) > 200 ? $"The title has {Characters(text)} characters; 200 are allowed."
        : text.Any(char.IsControl) ? "The title must be one line without control characters." : null);

    public PostRules Slug(string? slug) => Check("slug", slug, text => Posts.Slug.IsValid(text) ? null
        : $"The slug must be lower-case letters and digits joined by single hyphens, at most {Posts.Slug.MaxLength} characters; '{Posts.Slug.Of(text)}' would do.");

    public PostRules Body(string? body) => Check("body", body, text =>
        Encoding.UTF8.GetByteCount(text) > 1024 * 1024 ? "The body is larger than 1 MiB." : null);

    public PostRules Tags(IReadOnlyList<string>? tags)
    {
        if (tags is null)
        {
            return Complain("tags", "The tags must not be null; leave them out to keep them, or send an empty list.");
        }

        if (tags.Count > 20)
        {
            Complain("tags", $"There are {tags.Count} tags; 20 are allowed.");
        }

        return tags.Aggregate(this, (rules, tag) => rules.Check("tags", tag, text =>
            string.IsNullOrWhiteSpace(text) ? "A tag must not be empty."
            : Characters(text) > 50 ? "A tag has more than 50 characters." : null));
    }

    public PostRules Status<T>(T? status) where T : struct =>
        status is null ? Complain("status", "The status must not be null; leave it out to keep it.") : this;

    /// <exception cref="ValidationException">One field is wrong.</exception>
    /// <exception cref="AggregateException">Several are.</exception>
    public void Enforce()
    {
        if (_complaints.Count > 0)
        {
            throw _complaints is [var only] ? only : new AggregateException(_complaints);
        }
    }

    private PostRules Check(string field, string? text, Func<string, string?> complaint) =>
        text is null ? Complain(field, $"The {field} must not be null; leave it out to keep it.")
        : text.Contains('\0') ? Complain(field, $"The {field} contains U+0000, which PostgreSQL cannot store.")
        : !IsUnicode(text) ? Complain(field, $"The {field} contains half of a surrogate pair, which is no Unicode text.")
        : complaint(text) is { } message ? Complain(field, message) : this;

    private PostRules Complain(string field, string message)
    {
        _complaints.Add(new ValidationException(field, message));
        return this;
    }

    // PostgreSQL's char_length counts code points, and so do we.
    private static int Characters(string text) => text.EnumerateRunes().Count();

    private static bool IsUnicode(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (!Rune.TryGetRuneAt(text, i, out var rune))
            {
                return false;
            }

            i += rune.Utf16SequenceLength;
        }

        return true;
    }
}
