using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>
/// Coerces the values of further requests for an operation that GraphQL.NET's validator has let pass before; the validator would walk the
/// document again each time, a fifth of what an update takes here. It does not say what is wrong with a value:
/// the validator is then asked, and says it in its words. Source: GraphQL specification, sections 6.1.2 "Coercing Variable Values" and
/// 6.4.1 "Coercing Field Arguments".
/// </summary>
internal sealed class ValueCoercion
{
    private readonly ISchema _schema;
    private readonly GraphQLDocument _document;
    private readonly RequestValues _first;
    private readonly List<DeclaredVariable> _variables;
    private readonly List<(GraphQLField Field, QueryArguments Definitions)> _arguments = [];
    private readonly List<ASTNode> _directives = [];

    private ValueCoercion(ISchema schema, GraphQLDocument document, RequestValues first, List<DeclaredVariable> variables)
        => (_schema, _document, _first, _variables) = (schema, document, first, variables);

    /// <param name="schema">The schema.</param>
    /// <param name="document">The document that was validated.</param>
    /// <param name="operation">The operation that was.</param>
    /// <param name="first">Its values in that request. Those that come of no variable are the same in every other.</param>
    public static async Task<ValueCoercion> OfAsync(
        ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation, RequestValues first)
    {
        var context = new ValidationContext { Schema = schema, Document = document, Operation = operation, TypeInfo = new TypeInfo(schema) };
        var usages = context.GetRecursiveVariables(operation);
        var coercion = new ValueCoercion(schema, document, first, [.. (operation.Variables?.Items ?? []).Select(variable => new DeclaredVariable(
            variable, variable.Type.GraphTypeFromType(schema)!,
            usages?.Any(usage => usage.Node.Name == variable.Variable.Name && usage.Type is NonNullGraphType) == true))]);
        var fields = new MatchingNodeVisitor<GraphQLField>((field, _) =>
        {
            if (first.Arguments?.ContainsKey(field) == true && field.Arguments!.Any(argument => IsVarying(argument.Value)))
            {
                coercion._arguments.Add((field, context.TypeInfo.GetFieldDef()!.Arguments!));
            }
        });
        await new BasicVisitor(context.TypeInfo, fields).VisitAsync(document, new BasicVisitor.State(context));
        coercion._directives.AddRange((first.Directives?.Keys ?? []).Where(node
            => ((IHasDirectivesNode)node).Directives!.Any(directive => directive.Arguments?.Any(argument => IsVarying(argument.Value)) == true)));
        return coercion;
    }

    /// <summary>The values of another request; null when one of them is wrong.</summary>
    /// <param name="given">The request's variables.</param>
    public RequestValues? Coerce(Inputs given)
    {
        if (_variables.Count == 0)
        {
            return _first;
        }

        try
        {
            var variables = new Variables();
            foreach (var declared in _variables)
            {
                variables.Add(declared.Coerce(given));
            }

            return new(variables, Arguments(variables), Directives(variables));
        }
        catch (Exception)      // whatever it is, the validator meets it too
        {
            return null;
        }
    }

    private IReadOnlyDictionary<GraphQLField, IDictionary<string, ArgumentValue>>? Arguments(Variables variables)
    {
        if (_arguments.Count == 0)
        {
            return _first.Arguments;
        }

        var arguments = new Dictionary<GraphQLField, IDictionary<string, ArgumentValue>>(_first.Arguments!);
        foreach (var (field, definitions) in _arguments)
        {
            arguments[field] = ExecutionHelper.GetArguments(definitions, field.Arguments, variables, _document, field, null)!;
        }

        return arguments;
    }

    private IReadOnlyDictionary<ASTNode, IDictionary<string, DirectiveInfo>>? Directives(Variables variables)
    {
        if (_directives.Count == 0)
        {
            return _first.Directives;
        }

        var directives = new Dictionary<ASTNode, IDictionary<string, DirectiveInfo>>(_first.Directives!);
        foreach (var node in _directives)
        {
            directives[node] = ExecutionHelper.GetDirectives((IHasDirectivesNode)node, variables, _schema, _document)!;
        }

        return directives;
    }

    /// <summary>Whether a literal holds a variable.</summary>
    private static bool IsVarying(GraphQLValue value) => value switch
    {
        GraphQLVariable => true,
        GraphQLListValue list => list.Values?.Any(IsVarying) == true,
        GraphQLObjectValue given => given.Fields?.Any(field => IsVarying(field.Value)) == true,
        _ => false,
    };
}
