using System.Text.Json;
using System.Text.Json.Serialization;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.Records;

/// <summary>Rows and values in C# and in JSON, as the database writes them into its log.</summary>
internal static class StoredValue
{
    private static readonly JsonSerializerOptions s_stored = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The record that a revision is of, without the records that it leads to. The columns that the log does not keep are empty.</summary>
    public static T Row<T>(this Revision revision) where T : class, IRecord, new()
    {
        var row = new T();
        foreach (var field in RecordTypes.Of<T>().Columns)
        {
            if (revision.Data.TryGetProperty(field.Column, out var value))
            {
                field.Property.SetValue(row, Read(value, field.Property.PropertyType));
            }
        }

        return row;
    }

    /// <summary>A value for a property of the type.</summary>
    public static object? Read(JsonElement value, Type type) => value.Deserialize(type, s_stored);

    /// <summary>A property's value.</summary>
    public static JsonElement Write(object? value)
        => JsonSerializer.SerializeToElement(value is Enum name ? name.ToString().ToUpperInvariant() : value);
}
