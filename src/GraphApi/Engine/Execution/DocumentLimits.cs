using GraphBlog.GraphApi.Engine.Http;
using GraphBlog.GraphApi.Engine.Resolvers;
using GraphQL;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>
/// Walks a document's operations as they will execute, every fragment in place of its spread, and stops at the first limit passed. It runs
/// before validation, whose own work would otherwise grow with the square, or the exponent, of what the client wrote.
/// </summary>
internal sealed class DocumentLimits
{
    /// <summary>Depth allowed below `__schema` and `__type`: the usual tools' introspection queries need 15.</summary>
    public const int MaxIntrospectionDepth = 20;

    /// <summary>How often lists of fields, interfaces and the like may nest in introspection. Source: graphql-js, MaxIntrospectionDepthRule.</summary>
    public const int MaxIntrospectionLists = 3;

    /// <summary>Pairs of selections of the same response field; validation compares every one.</summary>
    public const int MaxRepeatedFields = 100_000;

    private readonly ISchema _schema;
    private readonly GraphQLServerOptions _options;
    private readonly Dictionary<ROM, GraphQLFragmentDefinition> _fragments = [];
    private readonly HashSet<ROM> _used = [];
    private readonly List<ROM> _spreads = [];
    private int _selections, _aliases, _rootFields, _repeats, _reads;

    private DocumentLimits(ISchema schema, GraphQLDocument document, GraphQLServerOptions options)
    {
        (_schema, _options) = (schema, options);
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
        {
            _fragments.TryAdd(fragment.FragmentName.Name.Value, fragment);
        }
    }

    /// <summary>Each operation's cost.</summary>
    /// <exception cref="RequestError">A limit is passed, or a fragment spreads itself or is never spread.</exception>
    public static Dictionary<GraphQLOperationDefinition, OperationCost> Check(
        ISchema schema, GraphQLDocument document, GraphQLServerOptions options)
    {
        var limits = new DocumentLimits(schema, document, options);
        var costs = document.Definitions.OfType<GraphQLOperationDefinition>().ToDictionary(o => o, limits.Operation);
        var unused = limits._fragments.Keys.FirstOrDefault(f => !limits._used.Contains(f));
        return unused.Length == 0
            ? costs
            : throw new RequestError($"Fragment \"{unused}\" is never used.", ErrorCodes.ValidationFailed);
    }

    private OperationCost Operation(GraphQLOperationDefinition operation)
    {
        _aliases = _rootFields = _reads = 0;
        var cost = new OperationCost();
        IComplexGraphType? root = operation.Operation switch
        {
            OperationType.Query => _schema.Query,
            OperationType.Mutation => _schema.Mutation,
            _ => _schema.Subscription,
        };
        Selections(operation.SelectionSet, new Position(root, cost, new ResponseField(), Depth: 1, Fragments: 0, Lists: -1));
        cost.Reads = _reads;
        return cost;
    }

    private void Selections(GraphQLSelectionSet set, Position at)
    {
        foreach (var selection in set.Selections)
        {
            if (++_selections > _options.MaxTokens)
            {
                throw Over("selections, with its fragments in place,", _options.MaxTokens, ErrorCodes.DocumentTooLarge);
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
                    Spread(spread.FragmentName.Name.Value, at);
                    break;
            }
        }
    }

    private void Spread(ROM name, Position at)
    {
        if (_spreads.Contains(name))
        {
            throw new RequestError($"Fragment \"{name}\" spreads itself.", ErrorCodes.ValidationFailed);
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
        if (at.Fragments == SyntaxCheck.MaxNesting)
        {
            throw Over("fragments one inside another", SyntaxCheck.MaxNesting, ErrorCodes.DocumentTooNested);
        }

        var type = condition is null ? at.Type : _schema.AllTypes[condition.Type.Name.Value] as IComplexGraphType;
        Selections(set, at with { Type = type, Fragments = at.Fragments + 1 });
    }

    private void Field(GraphQLField field, Position at)
    {
        var name = field.Name.Value;
        _aliases += field.Alias is null ? 0 : 1;
        _rootFields += at.Depth == 1 ? 1 : 0;
        var response = at.Response.Add(field.Alias?.Name.Value ?? name, out var earlier);
        _repeats += earlier;
        var lists = name == "__schema" || name == "__type" ? Introspection() : at.Lists;
        lists += lists >= 0 && IsIntrospectionList(name) ? 1 : 0;
        Check(at.Depth, lists);

        var definition = Definition(at.Type, name);
        var cost = at.Cost.Add(field, definition);
        _reads += lists < 0 && definition?.Resolver is MethodResolver ? definition.ResolvedType is ListGraphType or NonNullGraphType { ResolvedType: ListGraphType } ? 2 : 1 : 0;
        if (field.SelectionSet is { } set)
        {
            var type = definition?.ResolvedType?.GetNamedType() as IComplexGraphType;
            Selections(set, new Position(type, cost, response, at.Depth + 1, at.Fragments, lists));
        }
    }

    private void Check(int depth, int lists)
    {
        if (_aliases > _options.MaxAliases)
        {
            throw Over("aliases", _options.MaxAliases, ErrorCodes.TooManyAliases);
        }

        if (_rootFields > _options.MaxRootFields)
        {
            throw Over("root fields", _options.MaxRootFields, ErrorCodes.TooManyRootFields);
        }

        if (_repeats > MaxRepeatedFields)
        {
            throw Over("pairs of selections of the same field", MaxRepeatedFields, ErrorCodes.TooManyRepeatedFields);
        }

        var maxDepth = lists < 0 ? _options.MaxDepth : MaxIntrospectionDepth;
        if (depth > maxDepth)
        {
            throw Over(lists < 0 ? "levels of fields" : "levels of introspection fields", maxDepth, ErrorCodes.TooDeep);
        }

        if (lists > MaxIntrospectionLists)
        {
            throw Over("introspection lists one inside another", MaxIntrospectionLists, ErrorCodes.TooDeep);
        }
    }

    private int Introspection() => _options.AllowIntrospection
        ? 0
        : throw new RequestError("Introspection is switched off on this server.", ErrorCodes.IntrospectionDisabled);

    private static bool IsIntrospectionList(ROM name)
        => name == "fields" || name == "interfaces" || name == "possibleTypes" || name == "inputFields";

    private FieldType? Definition(IComplexGraphType? parent, ROM name)
        => name == "__schema" ? _schema.SchemaMetaFieldType
            : name == "__type" ? _schema.TypeMetaFieldType
            : parent?.Fields.Find(name);

    private static RequestError Over(string what, int limit, string code)
        => new($"The document has more {what} than the limit of {limit}.", code);

    /// <param name="Type">The type selected from; null where it is unknown, which validation reports, or a union.</param>
    /// <param name="Cost">Where fields count.</param>
    /// <param name="Response">The response field that holds the selection.</param>
    /// <param name="Depth">Fields from the root, this one included.</param>
    /// <param name="Fragments">Fragments around the selection.</param>
    /// <param name="Lists">Introspection lists around the selection; -1 outside introspection.</param>
    private readonly record struct Position(
        IComplexGraphType? Type, OperationCost Cost, ResponseField Response, int Depth, int Fragments, int Lists);

    /// <summary>A field of the response, and how many selections are merged into it.</summary>
    private sealed class ResponseField
    {
        private readonly Dictionary<ROM, ResponseField> _fields = [];
        private int _selections;

        public ResponseField Add(ROM name, out int earlier)
        {
            if (!_fields.TryGetValue(name, out var field))
            {
                _fields.Add(name, field = new ResponseField());
            }

            earlier = field._selections++;
            return field;
        }
    }
}
