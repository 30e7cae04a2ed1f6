using System.Globalization;
using System.Text.Json;
using GraphBlog.Engine.Relay;
using GraphBlog.Persistence;

namespace GraphBlog.GraphApi.Records;

/// <summary>All kinds of records, and how the API speaks of what the log calls tables and columns.</summary>
internal static class RecordTypes
{
    /// <summary>The kinds, by what the log calls them.</summary>
    public static readonly IReadOnlyList<RecordType> All =
    [
        .. typeof(RecordTypes).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(RecordType)))
            .Select(type => (RecordType)Activator.CreateInstance(type)!).OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    // A column of one name is one field, whatever the record: an entry's changes are told without asking what it is an entry of.
    private static readonly Dictionary<string, RecordField> s_fields
        = All.SelectMany(type => type.Columns).DistinctBy(field => field.Column).ToDictionary(field => field.Column);

    /// <summary>The columns whose changes an entry's `changes` may hold, of all kinds of records.</summary>
    public static readonly IReadOnlyList<string> Columns = [.. s_fields.Values.Where(field => field.IsContent).Select(field => field.Column)];

    /// <summary>The kind of record that a class is.</summary>
    public static RecordType<T> Of<T>() where T : class, IRecord, new() => Kind<T>.Type;

    /// <summary>The kind of record that a class is, or that the trash has of it; null when it is no record.</summary>
    public static RecordType? Find(Type record) => All.FirstOrDefault(type => type.Is(record));

    /// <summary>The global id of a record of a kind, by the log's name for it.</summary>
    public static GlobalId Id(string recordType, long id)
        => new(All.FirstOrDefault(type => type.Name == recordType)?.TypeName ?? recordType, id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether a column is content; one that no record has any more was.</summary>
    public static bool IsContent(string column) => !s_fields.TryGetValue(column, out var field) || field.IsContent;

    /// <summary>The field of a column: published_at is publishedAt, author_id is author. One that no record has any more keeps its name.</summary>
    public static string Field(string column) => s_fields.TryGetValue(column, out var field) ? field.Name
        : string.Concat(column.Split('_').Select((word, i) => i == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>A column's value as its field would give it: another record is a global id.</summary>
    public static JsonElement? Value(string column, JsonElement value)
        => s_fields.TryGetValue(column, out var field) ? field.Value(value) : value.ValueKind == JsonValueKind.Null ? null : value;

    /// <summary>The columns of an entry as the log has them, with moments as the API writes moments; null for none.</summary>
    public static JsonElement? Stored(JsonElement? columns)
        => columns is { ValueKind: JsonValueKind.Object } row
            && row.EnumerateObject().Any(column => s_fields.GetValueOrDefault(column.Name)?.IsMoment == true)
            ? JsonSerializer.SerializeToElement(row.EnumerateObject().ToDictionary(
                column => column.Name, column => s_fields.GetValueOrDefault(column.Name)?.Stored(column.Value) ?? column.Value))
            : columns;

    private static class Kind<T> where T : class, IRecord, new()
    {
        public static readonly RecordType<T> Type = All.OfType<RecordType<T>>().Single();
    }
}
