using System.Text;
using GraphQL.Types;

namespace GraphBlog.Engine.Execution.Responses;

/// <summary>The names of an enum's values, ready to be written.</summary>
internal sealed class EnumNames<TEnum>(EnumerationGraphType type) where TEnum : struct, Enum
{
    private readonly Dictionary<TEnum, byte[]> _names = type.Values.Select(value => (TEnum)value.Value!).Distinct()
        .ToDictionary(value => value, value => Encoding.UTF8.GetBytes($"\"{type.Serialize(value)}\""));

    /// <exception cref="InvalidOperationException">The schema does not know the value.</exception>
    public bool Write(ResponseBuffer buffer, TEnum value)
    {
        buffer.Write(_names.TryGetValue(value, out var name) ? name : Encoding.UTF8.GetBytes($"\"{type.Serialize(value)}\""));
        return true;
    }

    public bool Write(ResponseBuffer buffer, TEnum? value) => value is { } known && Write(buffer, known);
}
