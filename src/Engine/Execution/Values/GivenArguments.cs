using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>The arguments of one field or directive. Source: GraphQL specification, section 6.4.1 "Coercing Field Arguments".</summary>
internal sealed class GivenArguments
{
    private readonly List<(QueryArgument Definition, GraphQLArgument Given)> _varying = [];
    private readonly Dictionary<string, ArgumentValue> _same;

    /// <param name="definitions">The arguments that there are.</param>
    /// <param name="given">Those that the document gives.</param>
    /// <exception cref="WrongValueError">A literal is not valid.</exception>
    public GivenArguments(QueryArguments definitions, GraphQLArguments? given)
    {
        _same = new(definitions.Count);
        foreach (var definition in definitions)
        {
            var argument = given?.Items.Find(argument => argument.Name.Value == definition.Name);
            _same[definition.Name] = Preset(definition);
            if (argument is not null && Literals.IsVarying(argument.Value))
            {
                _varying.Add((definition, argument));
            }
            else if (argument is not null)
            {
                _same[definition.Name] = Coerce(definition, argument, Variables.None);
            }
        }
    }

    /// <summary>Whether they are different from request to request.</summary>
    public bool AreVarying => _varying.Count > 0;

    /// <summary>Every argument that there is, by name, with those that are left out.</summary>
    /// <exception cref="WrongValueError">A variable's value does not fit where it is used.</exception>
    public IDictionary<string, ArgumentValue> Coerce(Variables variables)
    {
        if (!AreVarying)
        {
            return _same;
        }

        var values = new Dictionary<string, ArgumentValue>(_same);
        foreach (var (definition, argument) in _varying)
        {
            values[definition.Name] = Coerce(definition, argument, variables);
        }

        return values;
    }

    private static ArgumentValue Preset(QueryArgument definition) => new(definition.DefaultValue, ArgumentSource.FieldDefault);

    private static ArgumentValue Coerce(QueryArgument definition, GraphQLArgument argument, Variables variables)
    {
        try
        {
            if (Literals.IsLeftOut(argument.Value, variables))
            {
                return definition is { DefaultValue: null, ResolvedType: NonNullGraphType required }
                    ? throw new WrongValueException(Wording.LeftOut(required), ErrorCodes.InvalidVariable)
                    : Preset(definition);
            }

            var value = Literals.Coerce(definition.ResolvedType!, argument.Value, variables);
            return new(InputFields.Parsed(value, definition.Parser, definition.Validator), Source(argument.Value, variables));
        }
        catch (WrongValueException e)
        {
            throw new WrongValueError(argument, e);
        }
    }

    private static ArgumentSource Source(GraphQLValue literal, Variables variables)
        => literal is not GraphQLVariable variable ? ArgumentSource.Literal
            : variables.Find(variable.Name)!.IsDefault ? ArgumentSource.VariableDefault : ArgumentSource.Variable;
}
