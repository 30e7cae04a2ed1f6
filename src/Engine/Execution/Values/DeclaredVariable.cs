using System.Collections;
using GraphBlog.Engine.Scalars;
using GraphQL;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>A variable that an operation declares. Source: GraphQL specification, section 6.1.2 "Coercing Variable Values".</summary>
internal sealed class DeclaredVariable(GraphQLVariableDefinition definition, IGraphType type)
{
    private readonly string _name = definition.Variable.Name.StringValue;

    /// <summary>The variable of a request; one that is left out and has no default is without a value.</summary>
    /// <exception cref="WrongValueError">The value is not of the variable's type.</exception>
    public Variable Coerce(Inputs given)
    {
        var variable = new Variable(_name, definition);
        try
        {
            if (given.TryGetValue(_name, out var value))
            {
                variable.Value = Value(type, value);
            }
            else if (definition.DefaultValue is { } literal)
            {
                variable.Value = Literals.Coerce(type, literal, Variables.None);
                variable.IsDefault = true;
            }
            else if (type is NonNullGraphType)
            {
                throw new WrongValueException(Wording.LeftOut(type));
            }
        }
        catch (WrongValueException e)
        {
            throw new WrongValueError(definition, e);
        }

        return variable;
    }

    private static object? Value(IGraphType type, object? value) => type switch
    {
        NonNullGraphType nonNull => value is null ? throw new WrongValueException(Wording.Null(type)) : Value(nonNull.ResolvedType!, value),
        _ when value is null => null,
        ListGraphType list => value is IList items ? List(list.ResolvedType!, items) : new[] { Value(list.ResolvedType!, value) },
        ScalarGraphType scalar => Scalar(scalar, value),
        _ => Object((IInputObjectGraphType)type, value as IDictionary<string, object?>
            ?? throw new WrongValueException(Wording.NoObject(type, value))),
    };

    private static object? Scalar(ScalarGraphType type, object value)
    {
        try
        {
            return type.ParseValue(value is WrittenNumber number && type is not JsonType ? number.Value : value);
        }
        catch (Exception e)
        {
            throw new WrongValueException(Wording.Scalar(type, value, e));
        }
    }

    private static object?[] List(IGraphType type, IList given)
    {
        var (items, index) = (new object?[given.Count], 0);
        try
        {
            for (; index < items.Length; index++)
            {
                items[index] = Value(type, given[index]);
            }

            return items;
        }
        catch (WrongValueException e)
        {
            throw e.AtIndex(index);
        }
    }

    private static object Object(IInputObjectGraphType type, IDictionary<string, object?> given)
    {
        var (fields, known, at) = (new Dictionary<string, object?>(given.Count), 0, "");
        try
        {
            foreach (var field in type.Fields)
            {
                at = field.Name;
                if (given.TryGetValue(at, out var value))
                {
                    known++;
                    fields[at] = InputFields.Parsed(Value(field.ResolvedType!, value), field.Parser, field.Validator);
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

            if (known < given.Count)
            {
                at = given.Keys.First(name => type.Fields.Find(name) is null);
                throw new WrongValueException(Wording.UnknownField(type, at));
            }
        }
        catch (WrongValueException e)
        {
            throw e.InField(at);
        }

        return InputFields.Made(type, fields, known);
    }
}
