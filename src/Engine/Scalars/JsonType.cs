using System.Text.Json;
using GraphQL.Types;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Scalars;

/// <summary>Any JSON value, as literal or as variable. In C# it is a <see cref="JsonElement"/>.</summary>
public sealed class JsonType : ScalarGraphType
{
    /// <summary>Creates the scalar.</summary>
    public JsonType()
    {
        Name = "JSON";
        Description = "Any JSON value: an object, an array, a string, a number, a boolean or null.";
    }

    /// <inheritdoc />
    public override object? ParseLiteral(GraphQLValue value)
        => value is GraphQLNullValue ? null : JsonValueWriter.ToElement(writer => writer.Write(value));

    /// <inheritdoc />
    public override object? ParseValue(object? value) => value switch
    {
        null or JsonElement => value,
        _ => JsonValueWriter.ToElement(writer => writer.Write(value)),
    };

    /// <inheritdoc />
    public override object? Serialize(object? value) => value switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Undefined } => null,
        JsonElement => value,
        _ => ThrowSerializationError(value),
    };

    /// <inheritdoc />
    public override bool IsValidDefault(object value) => false;
}
