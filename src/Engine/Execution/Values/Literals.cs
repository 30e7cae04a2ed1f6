using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>
/// Coerces what stands in a document. Only a variable's value, or that of a parser, can be wrong in a document that is valid.
/// Source: GraphQL specification, section 6.4.1 "Coercing Field Arguments" and "Input Coercion" of section 3.
/// </summary>
internal static class Literals
{
    /// <summary>Whether a literal holds a variable.</summary>
    public static bool IsVarying(GraphQLValue value) => value switch
    {
        GraphQLVariable => true,
        GraphQLListValue list => list.Values?.Exists(IsVarying) == true,
        GraphQLObjectValue given => given.Fields?.Exists(field => IsVarying(field.Value)) == true,
        _ => false,
    };

    /// <summary>The variable that a literal is, where that has no value; what it stands for is then left out.</summary>
    public static bool IsLeftOut(GraphQLValue value, Variables variables)
        => value is GraphQLVariable variable && variables.Find(variable.Name) is not { ValueSpecified: true };

    /// <exception cref="WrongValueException">The value is null where that is not allowed, or is not valid.</exception>
    public static object? Coerce(IGraphType type, GraphQLValue literal, Variables variables) => (type, literal) switch
    {
        (_, GraphQLVariable variable) => Value(type, variable, variables),
        (NonNullGraphType, GraphQLNullValue) => throw new WrongValueException(Wording.Null(type)),
        (NonNullGraphType nonNull, _) => Coerce(nonNull.ResolvedType!, literal, variables),
        (_, GraphQLNullValue) => null,
        (ListGraphType list, GraphQLListValue given) => List(list.ResolvedType!, given.Values ?? [], variables),
        (ListGraphType list, _) => new[] { Coerce(list.ResolvedType!, literal, variables) },
        (ScalarGraphType scalar, _) => Scalar(scalar, literal),
        _ => Object((IInputObjectGraphType)type, literal as GraphQLObjectValue
            ?? throw new WrongValueException(Wording.NoObject(type, literal)), variables),
    };

    public static object? Scalar(ScalarGraphType type, GraphQLValue literal)
    {
        try
        {
            return type.ParseLiteral(literal);
        }
        catch (Exception e)
        {
            throw new WrongValueException(Wording.Scalar(type, literal, e));
        }
    }

    // Its value is of its own type, which the document's check found to be one that may stand here, but for null.
    private static object? Value(IGraphType type, GraphQLVariable variable, Variables variables)
    {
        var value = variables.Find(variable.Name)?.Value;
        return value is null && type is NonNullGraphType
            ? throw new WrongValueException($"The variable '${variable.Name.StringValue}' is null where '{type}' is wanted.",
                ErrorCodes.InvalidVariable)
            : value;
    }

    private static object?[] List(IGraphType type, List<GraphQLValue> given, Variables variables)
    {
        var (items, index) = (new object?[given.Count], 0);
        try
        {
            for (; index < items.Length; index++)
            {
                items[index] = Coerce(type, given[index], variables);
            }

            return items;
        }
        catch (WrongValueException e)
        {
            throw e.AtIndex(index);
        }
    }

    private static object Object(IInputObjectGraphType type, GraphQLObjectValue given, Variables variables)
    {
        var (fields, known, at) = (new Dictionary<string, object?>(), 0, "");
        try
        {
            foreach (var field in type.Fields)
            {
                at = field.Name;
                var literal = given.Field(at)?.Value;
                if (literal is not null && !IsLeftOut(literal, variables))
                {
                    known++;
                    fields[at] = InputFields.Parsed(Coerce(field.ResolvedType!, literal, variables), field.Parser, field.Validator);
                }
                else if (field.DefaultValue is { } preset)
                {
                    fields[at] = preset;
                }
                else if (field.ResolvedType is NonNullGraphType)
                {
                    throw new WrongValueException(Wording.LeftOut(field.ResolvedType));
                }
            }
        }
        catch (WrongValueException e)
        {
            throw e.InField(at);
        }

        return InputFields.Made(type, fields, known);
    }
}
