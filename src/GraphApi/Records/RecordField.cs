using System.Reflection;
using System.Text.Json;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Scalars;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Records;

/// <summary>A column of a record, and the field that the API has for it.</summary>
internal sealed class RecordField
{
    private static readonly string[] s_bookkeeping = ["OrgId", "Id", "Version", "CreatedAt", "CreatedById", "UpdatedAt", "UpdatedById", "EditedVersion"];

    private readonly string? _references;

    private RecordField(Type record, PropertyInfo property)
    {
        // A property such as AuthorId is the field `author`, because the field is the other record and not its id.
        IsContent = !s_bookkeeping.Contains(property.Name);
        var isReference = property.Name.EndsWith(IsContent ? "Id" : "ById", StringComparison.Ordinal);
        var name = isReference ? property.Name[..^2] : property.Name;
        (Property, Column, Name) = (property, ColumnOf(property.Name), JsonNamingPolicy.CamelCase.ConvertName(name));
        _references = isReference ? (record.GetProperty(name)?.PropertyType ?? typeof(User)).Name : null;
        IsMoment = (Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType) == typeof(DateTimeOffset);
    }

    /// <summary>The entity's property.</summary>
    public PropertyInfo Property { get; }

    /// <summary>The column, as the log names it.</summary>
    public string Column { get; }

    /// <summary>The field's name in the API.</summary>
    public string Name { get; }

    /// <summary>Whether the column is content of the record, and not what the log says of every change itself.</summary>
    public bool IsContent { get; }

    /// <summary>Whether it holds a moment.</summary>
    public bool IsMoment { get; }

    /// <summary>The columns of an entity.</summary>
    public static IReadOnlyList<RecordField> Of(Type record)
        => [.. EntityMembers.Columns(record).Select(name => new RecordField(record, record.GetProperty(name)!))];

    /// <summary>The column of a property; those that say who did something have no `_id` at their end.</summary>
    private static string ColumnOf(string property)
        => SnakeCase.Of(property.EndsWith("ById", StringComparison.Ordinal) ? property[..^2] : property);

    /// <summary>A value of the log as the field would give it: another record is its global id. Null for none.</summary>
    public JsonElement? Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.Number when _references is not null => JsonSerializer.SerializeToElement(GlobalId.Format(_references, value.GetInt64())),
        _ => Stored(value),
    };

    /// <summary>A value as the log has it, but a moment as the API writes moments: the log has them in the database's own form.</summary>
    public JsonElement Stored(JsonElement value)
        => IsMoment && value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var moment)
            ? JsonSerializer.SerializeToElement(DateTimeType.Format(moment.ToUniversalTime())) : value;
}
