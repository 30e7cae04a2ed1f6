using System.Text.Json;
using System.Text.Json.Serialization;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.Records;

/// <summary>Rows and values in C# and in JSON, as the database writes them into its log.</summary>
internal static class StoredValue
{
    private static readonly JsonSerializerOptions s_columns = new()
    {
        PropertyNamingPolicy = new ColumnNames(),
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The record that a revision is of, without the records that it leads to.</summary>
    public static T Row<T>(this Revision revision) where T : class => revision.Data.Deserialize<T>(s_columns)!;

    /// <summary>A value for a property of the type.</summary>
    public static object? Read(JsonElement value, Type type) => value.Deserialize(type, s_columns);

    /// <summary>A property's value.</summary>
    public static JsonElement Write(object? value)
        => JsonSerializer.SerializeToElement(value is Enum name ? name.ToString().ToUpperInvariant() : value);

    private sealed class ColumnNames : JsonNamingPolicy
    {
        public override string ConvertName(string name) => RecordField.ColumnOf(name);
    }
}
