using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Types;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace GraphBlog.Engine.Relay;

/// <summary>
/// The root fields <c>node</c> and <c>nodes</c> (GraphQL Global Object Identification Specification, sections 3 and 5). What does
/// not exist, and an id of a type that is no Node, is null.
/// </summary>
internal sealed class NodeFields(TypeRegistry types, IReadOnlyDictionary<string, NodeResolver> resolvers)
{
    private const int MaxNodes = 100;

    /// <summary><c>node(id: ID!): Node</c></summary>
    public FieldType Node() => Field("node", "Fetches an object given its ID.", new(typeof(NodeType), true), "id",
        "ID of the object.", new(typeof(GlobalId), false),
        context => Resolve(context, (GlobalId)context.Arguments!["id"].Value!));

    /// <summary><c>nodes(ids: [ID!]!): [Node]!</c>, in the order of the ids.</summary>
    public FieldType Nodes()
    {
        TypeShape list = new(typeof(object[]), false, new(typeof(NodeType), true));
        TypeShape ids = new(typeof(object[]), false, new(typeof(GlobalId), false));
        return Field("nodes", "Lookup nodes by a list of IDs.", list, "ids", "The list of node IDs.", ids, ResolveAll);
    }

    private async ValueTask<object?> ResolveAll(IResolveFieldContext context)
    {
        var ids = (IReadOnlyList<object?>)context.Arguments!["ids"].Value!;
        if (ids.Count > MaxNodes)
        {
            throw new ExecutionError($"At most {MaxNodes} nodes can be fetched at once, but {ids.Count} were asked for.")
            {
                Code = ErrorCodes.FetchedTooManyNodesAtOnce,
            };
        }
        var found = new Dictionary<GlobalId, object?>();
        foreach (GlobalId id in ids.Cast<GlobalId>().Distinct())
        {
            found[id] = await Resolve(context, id);
        }

        var nodes = ids.Select(id => found[(GlobalId)id!]).ToArray();
        return Array.Exists(nodes, node => node is IDataLoaderResult) ? new PendingNodes(nodes) : nodes;
    }

    private ValueTask<object?> Resolve(IResolveFieldContext context, GlobalId id)
        => resolvers.GetValueOrDefault(id.TypeName) is { } resolver ? resolver.Resolve(context, id.KeyAs(resolver.KeyType)) : default;

    private FieldType Field(string name, string description, TypeShape type, string argument, string argumentDescription,
        TypeShape argumentType, Func<IResolveFieldContext, ValueTask<object?>> resolve) => new()
        {
            Name = name,
            Description = description,
            ResolvedType = types.Output(type),
            Arguments = new(new QueryArgument(types.Input(argumentType))
            {
                Name = argument,
                Description = argumentDescription,
                Parser = IdConversion.Decoder([], typeof(GlobalId)),
            }),
            Resolver = new MethodResolver(resolve),
        };

    /// <summary>Completes the loaders' results only when all keys are known, so that each loader reads them at once.</summary>
    private sealed class PendingNodes(object?[] nodes) : IDataLoaderResult
    {
        public async Task<object?> GetResultAsync(CancellationToken cancellationToken = default)
        {
            for (var index = 0; index < nodes.Length; index++)
            {
                if (nodes[index] is IDataLoaderResult pending)
                {
                    nodes[index] = await pending.GetResultAsync(cancellationToken);
                }
            }
            return nodes;
        }
    }
}
