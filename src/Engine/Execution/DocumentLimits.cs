using GraphBlog.Engine.Http;
using GraphBlog.Engine.Resolvers;
using GraphQL;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution;

/// <summary>
/// Walks a document's operations as they will execute, every fragment in place of its spread, and stops at the first limit passed. It runs
/// before validation, whose own work would otherwise grow with the square, or the exponent, of what the client wrote.
/// </summary>
internal sealed class DocumentLimits
{
    /// <summary>Depth allowed below `__schema` and `__type`: the usual tools' introspection queries need 15.</summary>
    public const int MaxIntrospectionDepth = 20;

    /// <summary>Introspection's lists of fields and the like may nest so deeply. Source: graphql-js, MaxIntrospectionDepthRule.</summary>
    public const int MaxIntrospectionLists = 3;

    /// <summary>Pairs of selections that merge into the same response field: merging them costs by the pair, for every object.</summary>
    public const int MaxRepeatedFields = 100_000;

    private readonly ISchema _schema;
    private readonly SourceText _source;
    private readonly GraphQLServerOptions _options;
    private readonly Dictionary<ROM, GraphQLFragmentDefinition> _fragments = [];
    private readonly HashSet<ROM> _used = [];
    private readonly List<ROM> _spreads = [];
    private int _selections, _aliases, _rootFields, _repeats, _reads;

    private DocumentLimits(ISchema schema, GraphQLDocument document, SourceText source, GraphQLServerOptions options)
    {
        (_schema, _source, _options) = (schema, source, options);
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
        {
            _fragments.TryAdd(fragment.FragmentName.Name.Value, fragment);
        }
    }

    /// <summary>Each operation's cost.</summary>
    /// <exception cref="RequestError">A limit is passed, or a fragment spreads itself or is never spread.</exception>
    public static Dictionary<GraphQLOperationDefinition, OperationCost> Check(
        ISchema schema, GraphQLDocument document, SourceText source, GraphQLServerOptions options)
    {
        var limits = new DocumentLimits(schema, document, source, options);
        var costs = document.Definitions.OfType<GraphQLOperationDefinition>().ToDictionary(o => o, limits.Operation);
        var unused = limits._fragments.FirstOrDefault(f => !limits._used.Contains(f.Key)).Value;
        return unused is null || costs.Count == 0
            ? costs
            : throw limits.Invalid($"Fragment \"{unused.FragmentName.Name.Value}\" is never used.", unused);
    }

    private OperationCost Operation(GraphQLOperationDefinition operation)
    {
        _aliases = _rootFields = _reads = 0;
        var cost = new OperationCost();
        Selections(operation.SelectionSet, new Position(_schema.RootOf(operation.Operation), null, cost, new FieldMergeRule(), Depth: 1,
            Fragments: 0, Lists: -1));
        cost.Reads = _reads;
        return cost;
    }

    private void Selections(GraphQLSelectionSet set, Position at)
    {
        foreach (var selection in set.Selections)
        {
            if (++_selections > _options.MaxTokens)
            {
                throw SyntaxLimits.Over("selections, with its fragments in place,", _options.MaxTokens, ErrorCodes.DocumentTooLarge);
            }

            switch (selection)
            {
                case GraphQLField field:
                    Field(field, at);
                    break;
                case GraphQLInlineFragment inline:
                    Fragment(inline.TypeCondition, inline.SelectionSet, at);
                    break;
                case GraphQLFragmentSpread spread:
                    Spread(spread, at);
                    break;
            }
        }
    }

    private void Spread(GraphQLFragmentSpread spread, Position at)
    {
        var name = spread.FragmentName.Name.Value;
        if (_spreads.Contains(name))
        {
            throw Invalid($"Fragment \"{name}\" spreads itself.", spread);
        }

        // A name without a fragment is validation's to report.
        if (_fragments.TryGetValue(name, out var fragment))
        {
            _used.Add(name);
            _spreads.Add(name);
            Fragment(fragment.TypeCondition, fragment.SelectionSet, at);
            _spreads.RemoveAt(_spreads.Count - 1);
        }
    }

    private void Fragment(GraphQLTypeCondition? condition, GraphQLSelectionSet set, Position at)
    {
        if (at.Fragments == SyntaxLimits.MaxNesting)
        {
            throw SyntaxLimits.Over("fragments one inside another", SyntaxLimits.MaxNesting, ErrorCodes.DocumentTooNested);
        }

        var type = condition is null ? at.Type : _schema.AllTypes[condition.Type.Name.Value] as IComplexGraphType;
        Selections(set, at with { Type = type, Fragments = at.Fragments + 1 });
    }

    private void Field(GraphQLField field, Position at)
    {
        var name = field.Name.Value;
        _aliases += field.Alias is null ? 0 : 1;
        _rootFields += at.Depth == 1 ? 1 : 0;
        var response = at.Response.Child(field);
        _repeats += response.Selections;
        var lists = name == "__schema" || name == "__type" ? Introspection() : at.Lists;
        lists += lists >= 0 && IsIntrospectionList(name) ? 1 : 0;
        Check(at.Depth, lists);

        var definition = _schema.FieldOf(at.Type, name);
        var scope = new SelectionScope(at.Scope, at.Type as IObjectGraphType);
        if (response.Add(field, definition?.ResolvedType, scope) is var (reason, with))
        {
            var key = field.Alias?.Name.Value ?? name;
            throw Invalid($"Fields \"{key}\" conflict because {reason}. Use different aliases to fetch both.", with, field);
        }

        var cost = at.Cost.Add(field, definition);
        _reads += lists < 0 ? Reads(definition) : 0;
        if (field.SelectionSet is { } set)
        {
            var type = definition?.ResolvedType?.GetNamedType() as IComplexGraphType;
            Selections(set, new Position(type, scope, cost, response, at.Depth + 1, at.Fragments, lists));
        }
    }

    /// <summary>
    /// A property reads nothing, nor does a method without services or one that computes; any other reads once, as a rule. One that answers
    /// a list, such as
    /// `nodes`, may ask several loaders.
    /// </summary>
    private static int Reads(FieldType? field) => field?.Resolver is not MethodResolver { IsPure: false, IsComputed: false } ? 0
        : field.ResolvedType is ListGraphType or NonNullGraphType { ResolvedType: ListGraphType } ? 2 : 1;

    private void Check(int depth, int lists)
    {
        if (_aliases > _options.MaxAliases)
        {
            throw SyntaxLimits.Over("aliases", _options.MaxAliases, ErrorCodes.TooManyAliases);
        }

        if (_rootFields > _options.MaxRootFields)
        {
            throw SyntaxLimits.Over("root fields", _options.MaxRootFields, ErrorCodes.TooManyRootFields);
        }

        if (_repeats > MaxRepeatedFields)
        {
            throw SyntaxLimits.Over("pairs of selections of the same field", MaxRepeatedFields, ErrorCodes.TooManyRepeatedFields);
        }

        var maxDepth = lists < 0 ? _options.MaxDepth : MaxIntrospectionDepth;
        if (depth > maxDepth)
        {
            throw SyntaxLimits.Over(lists < 0 ? "levels of fields" : "levels of introspection fields", maxDepth, ErrorCodes.TooDeep);
        }

        if (lists > MaxIntrospectionLists)
        {
            throw SyntaxLimits.Over("introspection lists one inside another", MaxIntrospectionLists, ErrorCodes.TooDeep);
        }
    }

    private int Introspection() => _options.AllowIntrospection
        ? 0
        : throw new RequestError("Introspection is switched off on this server.", ErrorCodes.IntrospectionDisabled);

    private static bool IsIntrospectionList(ROM name)
        => name == "fields" || name == "interfaces" || name == "possibleTypes" || name == "inputFields";

    private RequestError Invalid(string message, params ASTNode[] nodes)
        => new(new GraphQLError(message, ErrorCodes.ValidationFailed, [.. nodes.Select(n => _source.Locate(n.Location.Start))]));

    /// <param name="Type">The type selected from; null where it is unknown, which validation reports, or a union.</param>
    /// <param name="Scope">The types around the selection; null at the root.</param>
    /// <param name="Cost">Where fields count.</param>
    /// <param name="Response">The response field that holds the selection.</param>
    /// <param name="Depth">Fields from the root, this one included.</param>
    /// <param name="Fragments">Fragments around the selection.</param>
    /// <param name="Lists">Introspection lists around the selection; -1 outside introspection.</param>
    private readonly record struct Position(
        IComplexGraphType? Type, SelectionScope? Scope, OperationCost Cost, FieldMergeRule Response, int Depth, int Fragments, int Lists);
}
