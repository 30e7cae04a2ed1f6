using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Values;

/// <summary>
/// Coerces the values of each request for an operation of a valid document: all of them, those of fields that are skipped too, before
/// anything executes. What hangs on no variable is coerced once.
/// Source: GraphQL specification, sections 6.1.2 "Coercing Variable Values" and 6.4.1 "Coercing Field Arguments".
/// </summary>
internal sealed class ValueCoercion
{
    private readonly ISchema _schema;
    private readonly GraphQLDocument _document;
    private readonly List<DeclaredVariable> _variables = [];
    private readonly Dictionary<GraphQLField, IDictionary<string, ArgumentValue>> _same = [];
    private readonly List<(ASTNode Node, GivenArguments Arguments)> _varying = [];
    private readonly List<WrongValueError> _wrong = [];
    private readonly HashSet<ROM> _spread = [];

    public ValueCoercion(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation)
    {
        (_schema, _document) = (schema, document);
        _variables.AddRange((operation.Variables?.Items ?? [])
            .Select(variable => new DeclaredVariable(variable, variable.Type.GraphTypeFromType(schema)!)));
        Visit(operation.SelectionSet, schema.RootOf(operation.Operation)!);
    }

    /// <summary>The values of a request.</summary>
    /// <param name="given">The request's variables.</param>
    /// <exception cref="WrongValuesException">Some are wrong.</exception>
    public RequestValues Coerce(Inputs given)
    {
        Refuse(_wrong);
        if (_variables.Count == 0)
        {
            return new(GraphQL.Validation.Variables.None, _same);
        }

        var variables = Variables(given);
        return new(variables, Arguments(variables));
    }

    private Variables Variables(Inputs given)
    {
        List<WrongValueError>? wrong = null;
        var variables = new Variables();
        foreach (var declared in _variables)
        {
            try
            {
                variables.Add(declared.Coerce(given));
            }
            catch (WrongValueError e)
            {
                (wrong ??= []).Add(e);
            }
        }

        Refuse(wrong);
        return variables;
    }

    private Dictionary<GraphQLField, IDictionary<string, ArgumentValue>> Arguments(Variables variables)
    {
        List<WrongValueError>? wrong = null;
        var arguments = _varying.Count == 0 ? _same : new(_same);
        foreach (var (node, varying) in _varying)
        {
            try
            {
                var values = varying.Coerce(variables);
                if (node is GraphQLField field)
                {
                    arguments[field] = values;
                }
            }
            catch (WrongValueError e)
            {
                (wrong ??= []).Add(e);
            }
        }

        Refuse(wrong);
        return arguments;
    }

    private static void Refuse(List<WrongValueError>? wrong)
    {
        if (wrong is { Count: > 0 })
        {
            throw new WrongValuesException(wrong);
        }
    }

    private void Visit(GraphQLSelectionSet selections, IGraphType type)
    {
        foreach (var node in selections.Selections)
        {
            foreach (var directive in ((IHasDirectivesNode)node).Directives?.Items ?? [])
            {
                // The plan reads from the variables what is included; here it is seen that they have a value.
                Add(directive, _schema.Directives.Find(directive.Name.Value)!.Arguments, directive.Arguments);
            }

            switch (node)
            {
                case GraphQLField field:
                    var definition = _schema.FieldOf(type, field.Name.Value)!;
                    Add(field, definition.Arguments, field.Arguments);
                    if (field.SelectionSet is { } below)
                    {
                        Visit(below, definition.ResolvedType!.GetNamedType());
                    }

                    break;
                case GraphQLInlineFragment inline:
                    Visit(inline.SelectionSet, inline.TypeCondition is { } condition ? _schema.AllTypes[condition.Type.Name.Value]! : type);
                    break;
                case GraphQLFragmentSpread { FragmentName.Name.Value: var name } when _spread.Add(name)
                    && _document.FindFragmentDefinition(name) is { } fragment:
                    Visit(fragment.SelectionSet, _schema.AllTypes[fragment.TypeCondition.Type.Name.Value]!);
                    break;
            }
        }
    }

    private void Add(ASTNode node, QueryArguments? definitions, GraphQLArguments? given)
    {
        if (given is null or { Count: 0 })
        {
            return;
        }

        try
        {
            var arguments = new GivenArguments(definitions!, given);
            if (arguments.AreVarying)
            {
                _varying.Add((node, arguments));
            }
            else if (node is GraphQLField field)
            {
                _same[field] = arguments.Coerce(GraphQL.Validation.Variables.None);
            }
        }
        catch (WrongValueError e)
        {
            _wrong.Add(e);
        }
    }
}
