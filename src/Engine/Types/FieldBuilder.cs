using System.Linq.Expressions;
using System.Reflection;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Resolvers;
using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Types;

namespace GraphBlog.Engine.Types;

/// <summary>Makes output fields of properties and methods.</summary>
internal sealed class FieldBuilder(TypeRegistry types)
{
    private readonly ParameterBinder _parameters = new(types);

    /// <summary>A field that reads a property, or calls it where it is a function of the cancellation token.</summary>
    public FieldType FromProperty(PropertyInfo property, Type owner) => Named(property, () =>
    {
        var isLazy = TypeShape.Definition(property.PropertyType) == typeof(Func<,>)
            && property.PropertyType.GetGenericArguments()[0] == typeof(CancellationToken);
        var shape = isLazy ? TypeShape.OfResult(property.PropertyType.GetMethod("Invoke")!) : TypeShape.Of(property);
        var isKey = types.IsNode(owner) && property.Name == EntityMembers.Key;
        var id = Annotations.Find<IDAttribute>(property) ?? (isKey ? new IDAttribute() : null);
        var encode = Encoder(id, owner, shape);
        var field = new FieldType
        {
            Name = Naming.FieldName(property),
            Description = XmlDocumentation.Of(property),
            DeprecationReason = Annotations.Find<GraphQLDeprecatedAttribute>(property)?.Reason,
            ResolvedType = Type(shape, id, Annotations.Find<GraphQLTypeAttribute>(property)),
            Resolver = isLazy ? Lazy(property) : Getter(property, encode),
        };
        field.SetRequires(EntityMembers.IsSelectable(property) ? [property.Name] : EntityMembers.Columns(owner));
        field.SetProperty(property);
        return field;
    });

    /// <summary>A field that calls a static method.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parent">The C# type of the object whose field it is, null for a root field.</param>
    public FieldType FromMethod(MethodInfo method, Type? parent) => Named(method, () =>
    {
        var call = _parameters.Bind(method, parent);
        var field = Describe(method, call, Type(method, parent));
        var resolver = Resolver(method, call, parent);
        if (resolver.IsComputed && (resolver.IsDeferred || field.ResolvedType!.GetNamedType() is not ScalarGraphType))
        {
            throw new SchemaException("what is computed is a scalar or an enum that is not loaded.");
        }

        field.Resolver = resolver;
        if (Sketch(method, call) is { } sketch)
        {
            field.SetSketch(sketch);
        }

        return field;
    });

    /// <summary>
    /// A subscription's field. The stream's items are its values; where a task answers the stream, the subscription begins with its end.
    /// </summary>
    public FieldType FromStream(MethodInfo method) => Named(method, () =>
    {
        var isTask = TypeShape.Definition(method.ReturnType) == typeof(Task<>);
        var stream = isTask ? method.ReturnType.GetGenericArguments()[0] : method.ReturnType;
        if (TypeShape.Definition(stream) != typeof(IAsyncEnumerable<>))
        {
            throw new SchemaException("a subscription answers an IAsyncEnumerable, or a task of one.");
        }

        var call = _parameters.Bind(method, null);
        var field = Describe(method, call, Type(method, null));
        var items = Expression.Call(typeof(FieldBuilder), isTask ? nameof(ItemsAsync) : nameof(Items), stream.GetGenericArguments(), call.Body);
        field.StreamResolver = new StreamResolver(
            Expression.Lambda<Func<IResolveFieldContext, ValueTask<IAsyncEnumerable<object?>>>>(items, call.Context).CompileWhenCalled());
        field.Resolver = new PropertyResolver(item => item);
        return field;
    });

    /// <summary>The resolver of a method, which answers its awaited and encoded result.</summary>
    public MethodResolver Resolver(MethodInfo method, MethodCall call, Type? parent)
    {
        var result = ResultExpression.ToValueTask(call.Body, Encoder(Annotations.Find<IDAttribute>(method), parent,
            TypeShape.OfResult(method)));
        return new(Expression.Lambda<Func<IResolveFieldContext, ValueTask<object?>>>(result, call.Context).CompileWhenCalled())
        {
            IsPure = !call.UsesServices,
            IsDeferred = TypeShape.Definition(method.ReturnType) == typeof(IDataLoaderResult<>),
            IsComputed = method.IsDefined(typeof(ComputedAttribute)),
        };
    }

    /// <summary>A mutation's method, its input read apart from it.</summary>
    public static MutationMethod Mutation(MethodInfo method, MethodCall call)
    {
        var parameters = method.GetParameters();
        var at = Array.FindIndex(parameters, parameter => Naming.ArgumentName(parameter) == call.Arguments[0].Name);
        var input = Expression.Parameter(typeof(object), "input");
        var run = Expression.Call(method, call.Values.Select((value, i) => i == at ? Expression.Convert(input, parameters[at].ParameterType)
            : value));
        return new(
            parameters[at].ParameterType,
            Expression.Lambda<Func<IResolveFieldContext, object>>(Expression.Convert(call.Values[at], typeof(object)), call.Context)
                .CompileWhenCalled(),
            Expression.Lambda<Func<IResolveFieldContext, object, ValueTask<object?>>>(ResultExpression.ToValueTask(run, null), call.Context, input)
                .CompileWhenCalled(),
            Encoder(Annotations.Find<IDAttribute>(method), null, TypeShape.OfResult(method)));
    }

    /// <summary>Of a look-up: the object it is for, with its id alone; of a page, one that stands for its items.</summary>
    private static Func<IResolveFieldContext, object>? Sketch(MethodInfo method, MethodCall call)
    {
        if (!method.IsDefined(typeof(LookUpAttribute)))
        {
            return null;
        }

        var type = TypeShape.OfResult(method).Type;
        if (TypeShape.Definition(type) == typeof(Connection<>))
        {
            var item = type.GetGenericArguments()[0];
            return _ => Activator.CreateInstance(item)!;
        }

        var (parameter, id) = method.GetParameters().Zip(call.Values).FirstOrDefault(pair => pair.First.Name == NodeResolver.KeyParameter);
        if (parameter?.GetCustomAttribute<IDAttribute>()?.Type != type)
        {
            throw new SchemaException($"a look-up takes the argument `{NodeResolver.KeyParameter}`, an [ID] of what it answers.");
        }

        var sketch = Expression.MemberInit(Expression.New(type), Expression.Bind(type.GetProperty(EntityMembers.Key)!, id));
        return Expression.Lambda<Func<IResolveFieldContext, object>>(sketch, call.Context).CompileWhenCalled();
    }

    /// <summary>The type of what a method answers.</summary>
    /// <param name="method">The method.</param>
    /// <param name="parent">The C# type of the object whose field it is, null for a root field.</param>
    /// <param name="isNullable">True makes it nullable whatever C# says.</param>
    public IGraphType Type(MethodInfo method, Type? parent, bool isNullable = false)
    {
        var shape = TypeShape.OfResult(method);
        _ = Encoder(Annotations.Find<IDAttribute>(method), parent, shape);
        return Type(isNullable ? shape with { IsNullable = true } : shape, Annotations.Find<IDAttribute>(method),
            Annotations.Find<GraphQLTypeAttribute>(method));
    }

    public MethodCall Bind(MethodInfo method) => _parameters.Bind(method, null);

    /// <summary>A field with a method's name and description, but no resolver.</summary>
    public static FieldType Describe(MethodInfo method, MethodCall call, IGraphType type)
    {
        var field = new FieldType
        {
            Name = Naming.FieldName(method),
            Description = XmlDocumentation.Of(method),
            DeprecationReason = method.GetCustomAttribute<GraphQLDeprecatedAttribute>()?.Reason,
            ResolvedType = type,
            Arguments = call.Arguments.Count == 0 ? null : new QueryArguments(call.Arguments),
        };
        field.SetRequires(call.Requires);
        return field;
    }

    /// <summary>Puts the member's name into what goes wrong while it is made a field.</summary>
    public static T Named<T>(MemberInfo member, Func<T> build)
    {
        try
        {
            return build();
        }
        catch (SchemaException e)
        {
            throw new SchemaException($"{member.DeclaringType}.{member.Name}: {e.Message}");
        }
    }

    private IGraphType Type(TypeShape shape, IDAttribute? id, GraphQLTypeAttribute? given)
        => types.Output(shape, id is null ? given?.Type : typeof(GlobalId));

    private static Func<object, object>? Encoder(IDAttribute? id, Type? owner, TypeShape shape)
    {
        if (id is null && shape.NamedType != typeof(GlobalId))
        {
            return null;
        }

        if (id is not null && shape.NamedType != typeof(GlobalId))
        {
            _ = GlobalId.UnknownKey(shape.NamedType);
        }

        var type = id?.Type ?? owner;
        return type is null && shape.NamedType != typeof(GlobalId)
            ? throw new SchemaException("[ID] needs to say of what: write [ID<T>].")
            : IdConversion.Encoder(type is null ? "" : Naming.TypeName(type), shape);
    }

    private static PropertyResolver Getter(PropertyInfo property, Func<object, object>? encode)
    {
        var getter = PropertyResolver.Compile(property);
        return new(encode is null ? getter : source => getter(source) is { } value ? encode(value) : null);
    }

    private static ValueTask<IAsyncEnumerable<object?>> Items<T>(IAsyncEnumerable<T> items) => new(items.Select(item => (object?)item));

    private static async ValueTask<IAsyncEnumerable<object?>> ItemsAsync<T>(Task<IAsyncEnumerable<T>> items) => await Items(await items);

    private static MethodResolver Lazy(PropertyInfo property)
    {
        var context = Expression.Parameter(typeof(IResolveFieldContext), "context");
        var source = Expression.Convert(Expression.Property(context, nameof(IResolveFieldContext.Source)), property.DeclaringType!);
        var call = Expression.Invoke(Expression.Property(source, property),
            Expression.Property(context, nameof(IResolveFieldContext.CancellationToken)));
        return new(Expression.Lambda<Func<IResolveFieldContext, ValueTask<object?>>>(ResultExpression.ToValueTask(call, null), context)
            .CompileWhenCalled());
    }
}
