using System.Collections;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>A variable that an operation declares. Source: GraphQL specification, section 6.1.2 "Coercing Variable Values".</summary>
/// <param name="Definition">The variable as the operation declares it.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsNeverNull">Whether a place that takes no null takes the variable, which then may be left out but not be null.</param>
internal sealed record DeclaredVariable(GraphQLVariableDefinition Definition, IGraphType Type, bool IsNeverNull)
{
    /// <summary>The variable of a request.</summary>
    /// <exception cref="Exception">Its value is wrong; which exception it is says nothing.</exception>
    public Variable Coerce(Inputs given)
    {
        var variable = new Variable(Definition.Variable.Name.StringValue, Definition);
        if (given.TryGetValue(variable.Name, out var value))
        {
            variable.Value = value is null && IsNeverNull ? throw new FormatException() : Value(Type, value);
        }
        else if (Definition.DefaultValue is { } literal)
        {
            variable.Value = ExecutionHelper.CoerceValue(Type, literal).Value;
            variable.IsDefault = true;
        }
        else if (Type is NonNullGraphType)
        {
            throw new FormatException();
        }

        return variable;
    }

    private static object? Value(IGraphType type, object? value) => type switch
    {
        NonNullGraphType nonNull => value is null ? throw new FormatException() : Value(nonNull.ResolvedType!, value),
        ScalarGraphType scalar => scalar.ParseValue(value),
        _ when value is null => null,
        ListGraphType list => value is IList items
            ? items.Cast<object?>().Select(item => Value(list.ResolvedType!, item)).ToArray()
            : new[] { Value(list.ResolvedType!, value) },
        _ => Object((IInputObjectGraphType)type, (IDictionary<string, object?>)value),
    };

    private static object Object(IInputObjectGraphType type, IDictionary<string, object?> given)
    {
        var (fields, known) = (new Dictionary<string, object?>(given.Count), 0);
        foreach (var field in type.Fields)
        {
            if (given.TryGetValue(field.Name, out var value))
            {
                known++;
                value = Value(field.ResolvedType!, value);
                value = value is null || field.Parser is null ? value : field.Parser(value);
                if (value is not null)
                {
                    field.Validator?.Invoke(value);
                }

                fields[field.Name] = value;
            }
            else if (field.DefaultValue is { } preset)
            {
                fields[field.Name] = preset;
            }
            else if (field.ResolvedType is NonNullGraphType)
            {
                throw new FormatException();
            }
        }

        var isWrong = known < given.Count || type.IsOneOf && (known != 1 || fields.ContainsValue(null));
        return isWrong ? throw new FormatException() : type.ParseDictionary(fields);
    }
}
