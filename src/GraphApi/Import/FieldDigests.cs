using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GraphBlog.Persistence.Posts;

namespace GraphBlog.GraphApi.Import;

/// <summary>
/// What a file or a post says, by field as a digest: enough to know whether it says the same, and nothing to read once the post is purged.
/// </summary>
internal sealed class FieldDigests
{
    // Beside `slug`, the address that the post was given in its place because another has it.
    private const string Given = "givenSlug";

    private readonly Dictionary<string, string> _digests;

    private FieldDigests(Dictionary<string, string> digests) => _digests = digests;

    public FieldDigests(JsonElement stored) => _digests = stored.Deserialize<Dictionary<string, string>>()!;

    public JsonElement Stored => JsonSerializer.SerializeToElement(_digests);

    public static FieldDigests Of(PostFile file) => Of(file.Title, file.Slug, file.Body, file.Status, file.Tags, file.PublishedAt, file.Metadata);

    public static FieldDigests Of(Post post) => Of(post.Title, post.Slug, post.Body, post.Status, post.Tags, post.PublishedAt, post.Metadata);

    /// <summary>The same, but what was not kept of a file by earlier imports is taken from the post.</summary>
    public FieldDigests WithKeptOf(Post post)
    {
        var (kept, ofPost) = (new Dictionary<string, string>(_digests), Of(post));
        foreach (var field in (string[])["publishedAt", "metadata"])
        {
            _ = ofPost._digests.TryGetValue(field, out var digest) ? kept[field] = digest : null;
        }

        return new(kept);
    }

    public FieldDigests WithGivenSlug(string? slug) => slug is null ? this : new(new Dictionary<string, string>(_digests) { [Given] = Digest(slug) });

    /// <summary>The slug that was given stays with the file for as long as the file asks for the one it did not get.</summary>
    public FieldDigests WithGivenSlugOf(FieldDigests was)
        => was._digests.TryGetValue(Given, out var given) && Agrees("slug", was)
            ? new(new Dictionary<string, string>(_digests) { [Given] = given }) : this;

    /// <summary>The fields that a file says otherwise than it did; one that it no longer speaks of is not among them.</summary>
    public IReadOnlySet<string> ChangedSince(FieldDigests was) => _digests.Keys.Where(field => field != Given && !Agrees(field, was)).ToHashSet();

    /// <summary>Whether both say the same of a field.</summary>
    public bool Agrees(string field, FieldDigests other) => _digests.GetValueOrDefault(field) == other._digests.GetValueOrDefault(field);

    /// <summary>Whether this, of a file, is what its post says of a field, or does not speak of it.</summary>
    public bool IsIn(string field, FieldDigests ofPost) => !_digests.TryGetValue(field, out var digest)
        || digest == ofPost._digests.GetValueOrDefault(field)
        || field == "slug" && _digests.GetValueOrDefault(Given) == ofPost._digests["slug"];

    /// <summary>Whether a post says all that this, of its file, does, but for some fields.</summary>
    public bool IsAllIn(FieldDigests ofPost, params IEnumerable<string> butFor)
        => _digests.Keys.Where(field => field != Given).Except(butFor).All(field => IsIn(field, ofPost));

    private static FieldDigests Of(
        string title, string slug, string body, PostStatus status, IReadOnlyList<string> tags, DateTimeOffset? publishedAt, JsonElement metadata)
    {
        var digests = new Dictionary<string, string>
        {
            ["title"] = Digest(title),
            ["slug"] = Digest(slug),
            ["body"] = Digest(body),
            ["status"] = Digest(status.ToString()),
            ["tags"] = Digest(JsonSerializer.Serialize(tags)),
            ["metadata"] = Digest(Canonical(metadata)),
        };
        _ = publishedAt is { } moment ? digests["publishedAt"] = Digest(moment.UtcTicks.ToString(CultureInfo.InvariantCulture)) : null;
        return new(digests);
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    // jsonb sorts the members of an object, and writes numbers in its own way.
    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object
            => $"{{{string.Join(',', value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{JsonSerializer.Serialize(member.Name)}:{Canonical(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', value.EnumerateArray().Select(Canonical))}]",
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        JsonValueKind.Number => value.GetDouble().ToString("R", CultureInfo.InvariantCulture),
        _ => value.GetRawText(),
    };
}
