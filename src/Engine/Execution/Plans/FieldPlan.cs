using System.Text;
using GraphBlog.Engine.Execution.Values;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Types;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Execution;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace GraphBlog.Engine.Execution.Plans;

/// <summary>How one field of an object type is resolved and written in one place of an operation.</summary>
internal sealed class FieldPlan
{
    private readonly bool[] _isNonNull;
    private readonly GraphQLField _first;
    private readonly IDictionary<string, ArgumentValue>? _defaults;      // where none is given

    public FieldPlan(FieldCollector collector, IObjectGraphType parent, CollectedField collected)
    {
        (ResponseName, Definition, ParentType) = (collected.ResponseName, collected.Definition, parent);
        Key = Encoding.UTF8.GetBytes($",\"{ResponseName}\":");
        _first = collected.Selections[0];
        _isNonNull = Levels(Definition.ResolvedType!, out var named);
        NamedType = named;
        Scalar = named as ScalarGraphType;
        Selection = Scalar is null ? new SelectionPlan(collector, collected.Selections) : null;
        Syntax = Scalar is null ? Merge(collected.Selections) : _first;
        Resolver = Definition.Resolver ?? NameFieldResolver.Instance;
        Getter = (Resolver as PropertyResolver)?.Getter;
        Sketch = NamedType is IObjectGraphType && ListDepth == 0 ? Definition.Sketch() : null;
        StandsWhenFailed = parent == collector.Schema.Mutation && ListDepth == 0 && IsNonNull(0)
            && NamedType is IObjectGraphType payload && payload.Fields.All(field => field.ResolvedType is not NonNullGraphType);
        IsAskedById = Resolver is MethodResolver { IsDeferred: true } && Definition.Requires() is [EntityMembers.Key];
        IsComputed = Resolver is MethodResolver { IsComputed: true };
        if (Scalar is not null && Getter is not null && !MayLoad(Definition.Property()?.PropertyType))
        {
            IsRead = true;
            Leaf = ListDepth == 0 ? LeafCompiler.Of(Definition, Scalar, Getter) : null;
        }
        else if (Definition == collector.Schema.TypeNameMetaFieldType)
        {
            IsRead = IsTypeName = true;
            Leaf = LeafCompiler.Constant(parent.Name);
        }

        _defaults = Definition.Arguments is { Count: > 0 } arguments ? new GivenArguments(arguments, null).Coerce(Variables.None) : null;
    }

    public string ResponseName { get; }

    /// <summary>The response name as JSON, with the comma before it and the colon after it.</summary>
    public byte[] Key { get; }

    public FieldType Definition { get; }

    public IObjectGraphType ParentType { get; }

    /// <summary>The field with everything that is selected below it; it stays the same for as long as the plan.</summary>
    public GraphQLField Syntax { get; }

    /// <summary>The type without lists.</summary>
    public IGraphType NamedType { get; }

    /// <summary>The type without lists, null for objects.</summary>
    public ScalarGraphType? Scalar { get; }

    /// <summary>What is asked of the field's objects, null for scalars.</summary>
    public SelectionPlan? Selection { get; }

    public IFieldResolver Resolver { get; }

    /// <summary>Reads the value from the source object, null where only the resolver finds it.</summary>
    public Func<object, object?>? Getter { get; }

    /// <summary>Makes the object with its id alone, where the field is a look-up.</summary>
    public Func<IResolveFieldContext, object>? Sketch { get; }

    /// <summary>
    /// Whether this is a mutation's payload that may have null in each of its fields: when the mutation fails, that is what it has, and
    /// what the mutations beside it did is told all the same.
    /// </summary>
    public bool StandsWhenFailed { get; }

    /// <summary>Whether the resolver asks a loader, and all it needs to know of its object is the id.</summary>
    public bool IsAskedById { get; }

    /// <summary>Whether the field answers a page.</summary>
    public bool IsPage => IsA(typeof(Connection<>));

    /// <summary>The fields below that are asked by the id of the object that this one answers; of a page, of its items.</summary>
    public IEnumerable<FieldPlan> AskedById()
    {
        var below = Selection!.For((IObjectGraphType)NamedType).Resolved;
        return !IsPage && !IsA(typeof(Edge<>)) ? below.Where(field => field.IsAskedById)
            : below.Where(field => field is { Selection: not null, NamedType: IObjectGraphType }).SelectMany(field => field.AskedById());
    }

    /// <summary>Whether the resolver reads nothing, and is called when all else has been read.</summary>
    public bool IsComputed { get; }

    /// <summary>Whether the value is read from the source object when it is written, and so needs no column.</summary>
    public bool IsRead { get; }

    /// <summary>Whether this is <c>__typename</c>.</summary>
    public bool IsTypeName { get; }

    /// <summary>Reads and writes the value; null for lists and where a column holds the values.</summary>
    public LeafWriter? Leaf { get; }

    /// <summary>The place of the field's column in its table; nothing where <see cref="IsRead"/>.</summary>
    public int Column { get; set; }

    /// <summary>How many lists are around the type.</summary>
    public int ListDepth => _isNonNull.Length - 1;

    /// <summary>Whether null is an error: at 0 of the field itself, at 1 of its items, and so on.</summary>
    public bool IsNonNull(int level) => _isNonNull[level];

    /// <summary>The arguments of a request, coerced.</summary>
    public IDictionary<string, ArgumentValue>? Arguments(
        IReadOnlyDictionary<GraphQLField, IDictionary<string, ArgumentValue>> arguments)
        => arguments.TryGetValue(_first, out var found) ? found : _defaults;

    private bool IsA(Type definition) => NamedType.RuntimeType() is { } type && TypeShape.Definition(type) == definition;

    private static bool[] Levels(IGraphType type, out IGraphType named)
    {
        var levels = new List<bool>();
        while (true)
        {
            var inner = type is NonNullGraphType { ResolvedType: { } wrapped } ? wrapped : type;
            levels.Add(inner != type);
            if (inner is not ListGraphType list)
            {
                named = inner;
                return [.. levels];
            }

            type = list.ResolvedType!;
        }
    }

    private static GraphQLField Merge(List<GraphQLField> selections) => selections is [var only]
        ? only
        : new GraphQLField(selections[0].Name)
        {
            Alias = selections[0].Alias,
            Arguments = selections[0].Arguments,
            Directives = selections[0].Directives,
            Location = selections[0].Location,
            SelectionSet = new GraphQLSelectionSet([.. selections.SelectMany(field => field.SelectionSet?.Selections ?? []).Distinct()]),
        };

    private static bool MayLoad(Type? type) => type is not null
        && (type.IsAssignableTo(typeof(IDataLoaderResult)) || (TypeShape.ElementType(type) is { } element && MayLoad(element)));
}
