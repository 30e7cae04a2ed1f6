using System.Text.Json;
using GraphBlog.Engine.Types;
using GraphBlog.Persistence;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace GraphBlog.GraphApi.Records;

/// <summary>The fields of a record that are to change, and to what; fields left out are not among them.</summary>
internal sealed class Patch<T> where T : class, IRecord, new()
{
    private readonly Dictionary<string, object?> _fields = [];
    private readonly Dictionary<RecordField, JsonElement> _values = [];

    /// <summary>The new values, as the audit log would store them.</summary>
    public IReadOnlyDictionary<RecordField, JsonElement> Values => _values;

    /// <summary>The names of the properties that are to change.</summary>
    public IReadOnlyCollection<string> Properties => _fields.Keys;

    /// <summary>What makes fields be what they are in a record.</summary>
    public static Patch<T> Of(T record, IEnumerable<RecordField> fields)
    {
        var changes = new Patch<T>();
        foreach (var field in fields)
        {
            changes.Set(field, field.Property.GetValue(record));
        }

        return changes;
    }

    /// <summary>Adds a field, unless it was left out.</summary>
    public Patch<T> Set<TValue>(string property, Optional<TValue> value)
    {
        if (value.HasValue)
        {
            Set(RecordTypes.Of<T>().Field(property), value.Value is IReadOnlyList<string> list ? list.ToArray() : value.Value);
        }

        return this;
    }

    /// <summary>Puts a value as the audit log stores it in place of the one that a field was to get.</summary>
    public void Replace(RecordField field, JsonElement value) => Set(field, StoredValue.Read(value, field.Property.PropertyType));

    /// <summary>Marks the fields for the UPDATE. All others stay out of it.</summary>
    public void ApplyTo(EntityEntry<T> record)
    {
        foreach (var (property, value) in _fields)
        {
            var member = record.Property(property);
            (member.CurrentValue, member.IsModified) = (value, true);
        }
    }

    private void Set(RecordField field, object? value) => (_fields[field.Property.Name], _values[field]) = (value, StoredValue.Write(value));
}
