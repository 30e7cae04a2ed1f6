using System.Globalization;
using System.Text.Json;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Scalars;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Comments;
using GraphBlog.Persistence.Organisations;
using GraphBlog.Persistence.Posts;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Audit;

/// <summary>How the API speaks of what the log calls tables and columns.</summary>
internal static class RecordTypes
{
    public const string Posts = "posts", Comments = "comments", Users = "users", UserSubjects = "user_subjects";

    // Columns whose field has another name, because the field is the record and not the record's id.
    private static readonly Dictionary<string, (string Field, string Type)> s_references = new()
    {
        ["author_id"] = ("author", nameof(User)),
        ["post_id"] = ("post", nameof(Post)),
        ["user_id"] = ("user", nameof(User)),
    };

    // An entry says these itself, and each is the entry's in another dress.
    private static readonly HashSet<string> s_bookkeeping =
        ["org_id", "id", "version", "created_at", "created_by", "updated_at", "updated_by"];

    /// <summary>The columns whose changes an entry's `changes` may hold, of all kinds of records.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "author_id", "title", "slug", "body", "status", "tags", "metadata", "published_at", "deleted_at", "deleted_by",
        "handle", "display_name", "role", "name", "post_id", "user_id", "issuer", "subject", "linked",
    ];

    // The columns that hold moments, as the entities say: the log has them as texts in the database's own form.
    private static readonly HashSet<string> s_moments =
    [
        .. from record in new[] { typeof(Post), typeof(Comment), typeof(User), typeof(UserSubject), typeof(Organisation) }
           from property in record.GetProperties()
           where (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(DateTimeOffset)
           select SnakeCase.Of(property.Name),
    ];

    /// <summary>The columns of a kind of record that are its content.</summary>
    public static IEnumerable<string> ContentOf<TRecord>() => typeof(TRecord).GetProperties().Select(property => SnakeCase.Of(property.Name)).Intersect(Columns);

    /// <summary>The global id of a record.</summary>
    public static GlobalId Id(string recordType, long id) => new(TypeName(recordType), id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether a column is part of the record's content.</summary>
    public static bool IsContent(string column) => !s_bookkeeping.Contains(column);

    /// <summary>The field of a column: published_at is publishedAt, author_id is author.</summary>
    public static string Field(string column) => s_references.TryGetValue(column, out var reference) ? reference.Field
        : string.Concat(column.Split('_').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>A column's value as its field would give it: another record is a global id.</summary>
    public static JsonElement? Value(string column, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number when s_references.TryGetValue(column, out var reference)
            => JsonSerializer.SerializeToElement(GlobalId.Format(reference.Type, value.GetInt64())),
        JsonValueKind.Number when column == "deleted_by" => JsonSerializer.SerializeToElement(GlobalId.Format(nameof(User), value.GetInt64())),
        _ => Stored(column, value),
    };

    /// <summary>A column's value as the log has it, with a moment as the API writes moments.</summary>
    public static JsonElement Stored(string column, JsonElement value)
        => value.ValueKind == JsonValueKind.String && s_moments.Contains(column) && value.TryGetDateTimeOffset(out var moment)
            ? JsonSerializer.SerializeToElement(DateTimeType.Format(moment.ToUniversalTime())) : value;

    /// <summary>The columns of an entry as the log has them, with moments as the API writes moments; null for none.</summary>
    public static JsonElement? Stored(JsonElement? columns)
        => columns is { ValueKind: JsonValueKind.Object } row && row.EnumerateObject().Any(column => s_moments.Contains(column.Name))
            ? JsonSerializer.SerializeToElement(row.EnumerateObject().ToDictionary(column => column.Name, column => Stored(column.Name, column.Value)))
            : columns;

    private static string TypeName(string recordType) => recordType switch
    {
        Posts => nameof(Post),
        Users => nameof(User),
        "organisations" => nameof(Organisation),
        Comments => nameof(Comment),
        UserSubjects => nameof(UserSubject),
        _ => recordType,
    };
}
