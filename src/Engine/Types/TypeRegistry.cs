using System.Collections.Concurrent;
using System.Text.Json;
using GraphBlog.Engine.Mutations;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Scalars;
using GraphQL.Types;

namespace GraphBlog.Engine.Types;

/// <summary>
/// The graph type of each C# type. A type is made empty when it is first asked for and filled later, so that types may refer to
/// each other.
/// </summary>
internal sealed class TypeRegistry
{
    private readonly Dictionary<Type, IGraphType> _outputs;
    private readonly Dictionary<Type, IGraphType> _inputs;
    private readonly Queue<Action> _unfilled = new();
    private readonly List<(ObjectGraphType Type, IInterfaceGraphType Contract)> _implementations = [];
    private readonly ConcurrentDictionary<Type, IObjectGraphType?> _objectTypes = new();
    private readonly HashSet<Type> _nodeTypes;

    public TypeRegistry(SchemaSource source)
    {
        Source = source;
        ScalarGraphType text = new StringGraphType(), id = new IdGraphType();
        var scalars = new Dictionary<Type, IGraphType>
        {
            [typeof(string)] = text,
            [typeof(bool)] = new BooleanGraphType(),
            [typeof(int)] = new IntGraphType(),
            [typeof(long)] = new LongGraphType { Description = "A signed 64-bit integer." },
            [typeof(double)] = new FloatGraphType(),
            [typeof(DateTimeOffset)] = new DateTimeType(),
            [typeof(JsonElement)] = new JsonType(),
            [typeof(GlobalId)] = id,
        };
        _inputs = new(scalars);
        _outputs = new(scalars) { [typeof(NodeType)] = new NodeType(id), [typeof(ErrorType)] = new ErrorType(text) };
        _nodeTypes = [.. source.NodeResolvers.Select(node => node.Type)];
        Fields = new(this);
        foreach (var abstractType in _outputs.Values.OfType<IAbstractGraphType>())
        {
            abstractType.ResolveType = ObjectTypeOf;
        }
    }

    public SchemaSource Source { get; }

    public FieldBuilder Fields { get; }

    /// <summary>
    /// The types that a schema does not find by itself: object types, which may be reached through an interface alone, interfaces,
    /// which may be reached through an object alone, and the scalars of introspection, which it would make a second time.
    /// </summary>
    public IEnumerable<IGraphType> ToRegister
        => [_outputs[typeof(string)], _outputs[typeof(bool)], .. _outputs.Values.OfType<ObjectGraphType>(),
            .. _implementations.Select(implementation => implementation.Contract).Distinct()];

    /// <summary>Whether a node resolver finds objects of the C# type.</summary>
    public bool IsNode(Type type) => _nodeTypes.Contains(type);

    /// <summary>The type of an output field.</summary>
    /// <param name="shape">The lists and nullability.</param>
    /// <param name="named">Overrides the innermost type; null takes it from the shape.</param>
    public IGraphType Output(TypeShape shape, Type? named = null) => Wrap(shape, OutputType(named ?? shape.NamedType));

    /// <summary>The type of an argument or an input field.</summary>
    public IGraphType Input(TypeShape shape, Type? named = null) => Wrap(shape, InputType(named ?? shape.NamedType));

    /// <summary>The object type of a C# class.</summary>
    public ObjectGraphType ObjectType(Type type) => OutputType(type) as ObjectGraphType
        ?? throw new SchemaException($"{type} is not an object type.");

    /// <summary>The interface that an interface type makes, to be implemented by an object type.</summary>
    public IInterfaceGraphType InterfaceType(Type type) => (IInterfaceGraphType)OutputType(type);

    /// <summary>Fills all types made so far, and those made meanwhile.</summary>
    public void Fill()
    {
        while (_unfilled.TryDequeue(out var fill))
        {
            fill();
        }

        foreach (var (type, contract) in _implementations)
        {
            type.AddResolvedInterface(contract);
        }
    }

    /// <summary>Makes an object type implement an interface, once both have their fields.</summary>
    public void Implement(ObjectGraphType type, IInterfaceGraphType contract) => _implementations.Add((type, contract));

    /// <summary>The object type of a value, by its class or the nearest base class that has one.</summary>
    public IObjectGraphType? ObjectTypeOf(object value) => _objectTypes.GetOrAdd(value.GetType(), type =>
    {
        for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
        {
            if (_outputs.GetValueOrDefault(candidate) is IObjectGraphType found)
            {
                return found;
            }
        }
        return null;
    });

    private static IGraphType Wrap(TypeShape shape, IGraphType named)
    {
        var type = shape.Element is { } element ? new ListGraphType(Wrap(element, named)) : named;
        return shape.IsNullable ? type : new NonNullGraphType(type);
    }

    private IGraphType OutputType(Type type)
    {
        if (_outputs.TryGetValue(type, out var known))
        {
            return known;
        }

        if (type.IsEnum)
        {
            return EnumType(type);
        }

        Require(type, !type.IsInterface && !type.IsAbstract, "an abstract class has no fields of its own");
        var made = new ObjectGraphType { Name = Naming.TypeName(type), Description = XmlDocumentation.Of(type) };
        made.SetRuntimeType(type);
        _outputs[type] = made;
        _unfilled.Enqueue(() => ObjectFields.AddToObject(this, made, type));
        return made;
    }

    private IGraphType InputType(Type type)
    {
        if (_inputs.TryGetValue(type, out var known))
        {
            return known;
        }

        if (type.IsEnum)
        {
            return EnumType(type);
        }

        Require(type, !type.IsInterface && !type.IsAbstract, "it is neither a registered service nor a type of input");
        var input = new InputObjectType(type);
        _inputs[type] = input;
        _unfilled.Enqueue(() => input.Fill(this));
        return input;
    }

    private IGraphType EnumType(Type type)
        => _inputs[type] = _outputs[type] = (IGraphType)Activator.CreateInstance(typeof(EnumType<>).MakeGenericType(type))!;

    private static void Require(Type type, bool isSupported, string reason)
    {
        var isSystem = type.Namespace?.Split('.')[0] is "System" or "Microsoft";
        if (!isSupported || isSystem)
        {
            throw new SchemaException($"{type} has no graph type: {(isSystem ? "it is not a scalar of this schema" : reason)}.");
        }
    }
}
