using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>Writes keys as text that reads back to exactly the same value, whatever the culture.</summary>
internal static class CursorValue
{
    private static readonly CultureInfo s_invariant = CultureInfo.InvariantCulture;

    /// <summary>The type of a property's values that are not null.</summary>
    public static Type TypeOf(PropertyInfo property) => Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

    /// <summary>Whether values of the type can be keys.</summary>
    public static bool IsSupported(Type type) => type.IsEnum || type == typeof(string) || type == typeof(int) || type == typeof(long)
        || type == typeof(double) || type == typeof(DateTimeOffset);

    public static string Format(object value) => value switch
    {
        string text => text,
        Enum choice => choice.ToString("D"),
        DateTimeOffset moment => moment.UtcTicks.ToString(s_invariant),
        IFormattable number => number.ToString(null, s_invariant),
        _ => throw new NotSupportedException($"{value.GetType()} cannot be a key."),
    };

    /// <summary>Reads a value; false when the text is none of the type.</summary>
    public static bool TryParse(string text, Type type, [NotNullWhen(true)] out object? value)
    {
        value = null;
        if (type == typeof(string))
        {
            value = text.Contains('\0', StringComparison.Ordinal) ? null : text;
        }
        else if (type.IsEnum)
        {
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, s_invariant, out var number) ? Defined(type, number) : null;
        }
        else if (type == typeof(DateTimeOffset))
        {
            value = long.TryParse(text, NumberStyles.None, s_invariant, out var ticks) && ticks <= DateTime.MaxValue.Ticks
                ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;
        }
        else if (type == typeof(int))
        {
            value = int.TryParse(text, NumberStyles.AllowLeadingSign, s_invariant, out var int32) ? int32 : null;
        }
        else if (type == typeof(long))
        {
            value = long.TryParse(text, NumberStyles.AllowLeadingSign, s_invariant, out var int64) ? int64 : null;
        }
        else if (type == typeof(double))
        {
            value = double.TryParse(text, NumberStyles.Float, s_invariant, out var floating) ? floating : null;
        }

        return value is not null;
    }

    private static object? Defined(Type type, long number)
        => Enum.ToObject(type, number) is var value && Enum.IsDefined(type, value) ? value : null;
}
