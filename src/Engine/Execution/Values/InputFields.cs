using GraphQL.Types;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>What is done with a value once its type has taken it, and with an input object once all of its fields have.</summary>
internal static class InputFields
{
    /// <summary>Lets the parser and the check of a field or argument have its value.</summary>
    /// <exception cref="WrongValueException">They do not take it.</exception>
    public static object? Parsed(object? value, Func<object, object?>? parser, Action<object>? check)
    {
        if (value is null || (parser is null && check is null))
        {
            return value;
        }

        try
        {
            value = parser is null ? value : parser(value);
            if (value is not null)
            {
                check?.Invoke(value);
            }

            return value;
        }
        catch (Exception e) when (e is not WrongValueException)
        {
            throw new WrongValueException(Wording.Told(e) ?? "The value is not valid.");
        }
    }

    /// <summary>The object that the fields make.</summary>
    /// <param name="type">The input type.</param>
    /// <param name="fields">The fields that have a value, by name.</param>
    /// <param name="given">How many of them the client gave.</param>
    /// <exception cref="WrongValueException">Together they are not valid.</exception>
    public static object Made(IInputObjectGraphType type, Dictionary<string, object?> fields, int given)
    {
        if (type.IsOneOf && (given != 1 || fields.ContainsValue(null)))
        {
            throw new WrongValueException(Wording.NotOneField(type));
        }

        try
        {
            return type.ParseDictionary(fields);
        }
        catch (Exception e)
        {
            throw new WrongValueException(Wording.Told(e) ?? "The value is not valid.");
        }
    }
}
