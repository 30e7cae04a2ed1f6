using System.Numerics;
using System.Text.Json;
using GraphQL;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>Turns a JSON object into the values that input types coerce. An absent variable stays absent, a null one is null.</summary>
internal static class VariablesReader
{
    // More digits than any scalar holds, and few enough that reading them costs nothing.
    private const int MaxIntegerDigits = 100;

    /// <exception cref="RequestError">A string is no Unicode text, or a number is past every number type.</exception>
    public static Inputs Read(JsonElement? variables)
    {
        if (variables is not { } json)
        {
            return Inputs.Empty;
        }

        // A name given twice counts once, with its last value, as in JavaScript.
        var values = new Dictionary<string, object?>();
        foreach (var variable in json.EnumerateObject())
        {
            try
            {
                values[variable.Name] = Value(variable.Value);
            }
            catch (Exception e) when (e is InvalidOperationException or OverflowException)
            {
                var what = e is OverflowException ? "a number that is too large" : "a string with half of a surrogate pair";
                throw new RequestError($"Variable '${variable.Name}' is invalid. It holds {what}.", ErrorCodes.InvalidVariable);
            }
        }

        return new Inputs(values);
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Object(json),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.Number => Number(json),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    private static Dictionary<string, object?> Object(JsonElement json)
    {
        var values = new Dictionary<string, object?>();
        foreach (var property in json.EnumerateObject())
        {
            values[property.Name] = Value(property.Value);
        }

        return values;
    }

    private static object Number(JsonElement json)
    {
        if (json.TryGetInt32(out var number))
        {
            return number;
        }

        if (json.TryGetInt64(out var big))
        {
            return big;
        }

        var text = json.GetRawText();
        if (text.Length <= MaxIntegerDigits && !text.AsSpan().ContainsAny(".eE"))
        {
            return BigInteger.Parse(text);
        }

        // What a double keeps exactly stays one; else decimal, if it has the digits.
        var value = json.GetDouble();
        if (!double.IsFinite(value))
        {
            throw new OverflowException();
        }

        // A whole number is one however it is written, such as 1.0 or 1e3. Source: GraphQL specification, section 3.5.1 "Int".
        if (value is >= int.MinValue and <= int.MaxValue && value == Math.Truncate(value))
        {
            return (int)value;
        }

        return json.TryGetDecimal(out var exact) && (Math.Abs(value) > 7e28 || (decimal)value != exact) ? exact : value;
    }
}
