using System.Text.Json;
using GraphBlog.Engine.Types;
using GraphBlog.Persistence;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace GraphBlog.GraphApi.Conflicts;

/// <summary>The fields of a record that are to change, and to what; fields left out are not among them.</summary>
internal sealed class Patch<T> where T : class
{
    private readonly Dictionary<string, object?> _fields = [];
    private readonly Dictionary<string, JsonElement> _values = [];

    /// <summary>The new values by column, as the audit log would store them.</summary>
    public IReadOnlyDictionary<string, JsonElement> Values => _values;

    /// <summary>The names of the properties that are to change.</summary>
    public IReadOnlyCollection<string> Properties => _fields.Keys;

    /// <summary>Adds a field, unless it was left out.</summary>
    public Patch<T> Set<TValue>(string property, Optional<TValue> value)
    {
        if (value.HasValue)
        {
            _fields[property] = value.Value is IReadOnlyList<string> list ? list.ToArray() : value.Value;
            _values[SnakeCase.Of(property)] = Stored(_fields[property]);
        }

        return this;
    }

    /// <summary>Marks the fields for the UPDATE. All others stay out of it.</summary>
    public void ApplyTo(EntityEntry<T> record)
    {
        foreach (var (property, value) in _fields)
        {
            var member = record.Property(property);
            (member.CurrentValue, member.IsModified) = (value, true);
        }
    }

    /// <summary>A column of a record that was read, as the audit log would store it.</summary>
    public static JsonElement Stored(T record, string column)
        => Stored(typeof(T).GetProperties().Single(property => SnakeCase.Of(property.Name) == column).GetValue(record));

    private static JsonElement Stored(object? value)
        => JsonSerializer.SerializeToElement(value is Enum name ? name.ToString().ToUpperInvariant() : value);
}
