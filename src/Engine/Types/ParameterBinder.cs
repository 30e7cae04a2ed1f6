using System.Linq.Expressions;
using System.Reflection;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphQL;
using GraphQL.Types;

namespace GraphBlog.Engine.Types;

/// <summary>
/// Decides where each parameter of a resolver method comes from: the field's context, the parent object, the request's services,
/// or else an argument of the field.
/// </summary>
internal sealed class ParameterBinder(TypeRegistry types)
{
    /// <param name="method">A static method.</param>
    /// <param name="parent">The C# type of the object whose field it is, null for a root field.</param>
    /// <param name="key">Given, it is the value of the parameter <c>id</c>, which is then no argument.</param>
    public MethodCall Bind(MethodInfo method, Type? parent, ParameterExpression? key = null)
    {
        var context = Expression.Parameter(typeof(IResolveFieldContext), "context");
        var arguments = new List<QueryArgument>();
        var requires = new List<string>();
        var usesServices = false;
        var values = method.GetParameters().Select(Value).ToList();
        return new(context, Expression.Call(method, values), values, arguments, requires, usesServices);

        Expression Value(ParameterInfo parameter)
        {
            var type = parameter.ParameterType;
            if (key is not null && parameter.Name == NodeResolver.KeyParameter)
            {
                return Expression.Convert(key, type);
            }

            if (type == typeof(IResolveFieldContext))
            {
                usesServices = true;      // by way of it
                return context;
            }
            if (type == typeof(CancellationToken))
            {
                return Expression.Property(context, nameof(IResolveFieldContext.CancellationToken));
            }

            if (parameter.GetCustomAttribute<ParentAttribute>() is { } attribute)
            {
                return Parent(parameter, attribute);
            }

            if (type == typeof(PagingArguments))
            {
                return Paging();
            }

            if (TypeShape.Definition(type) == typeof(QueryContext<>))
            {
                return Expression.Call(type, nameof(QueryContext<>.Of), null, context);
            }

            if (TypeShape.Definition(type) == typeof(SelectionOf<>))
            {
                return Expression.New(type.GetConstructor([typeof(IResolveFieldContext)])!, context);
            }

            if (types.Source.IsService(type))
            {
                usesServices = true;
                return Expression.Call(typeof(ParameterBinder), nameof(Service), [type], context);
            }
            return Argument(parameter);
        }

        Expression Parent(ParameterInfo parameter, ParentAttribute attribute)
        {
            if (parent is null || !parameter.ParameterType.IsAssignableFrom(parent))
            {
                throw new SchemaException($"the parent `{parameter.Name}` is not of the type that the field belongs to.");
            }

            requires.AddRange(attribute.Requires?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? EntityMembers.Columns(parent));
            if (requires.Find(name => parent.GetProperty(name) is null) is { } unknown)
            {
                throw new SchemaException($"the parent {parent} has no property {unknown} to require.");
            }

            return Expression.Convert(Expression.Property(context, nameof(IResolveFieldContext.Source)), parameter.ParameterType);
        }

        Expression Paging()
        {
            arguments.AddRange(PagingArgumentsDefinition.Create(types));
            return Expression.Call(typeof(PagingArguments), nameof(PagingArguments.Read), null, context);
        }

        Expression Argument(ParameterInfo parameter)
        {
            var isKey = parameter.Name == NodeResolver.KeyParameter && parameter.Member.IsDefined(typeof(NodeResolverAttribute));
            IReadOnlyList<Type> idTypes = isKey ? [TypeShape.OfResult(method).Type] : parameter.GetCustomAttribute<IDAttribute>()?.Types ?? [];
            var value = InputValue.Of(types, Naming.ArgumentName(parameter), parameter, idTypes);
            arguments.Add(new QueryArgument(value.Type)
            {
                Name = value.Name,
                Description = XmlDocumentation.Of(parameter),
                DefaultValue = value.DefaultValue,
                DeprecationReason = parameter.GetCustomAttribute<GraphQLDeprecatedAttribute>()?.Reason,
                Parser = value.Parser,
            });
            return Expression.Call(typeof(ParameterBinder), nameof(Read), [parameter.ParameterType], context,
                Expression.Constant(value.Name), Expression.Constant(value.Convert));
        }
    }

    private static T Service<T>(IResolveFieldContext context) where T : notnull
        => (context.RequestServices ?? throw new InvalidOperationException("The request has no services.")).GetRequiredService<T>();

    private static T? Read<T>(IResolveFieldContext context, string name, Func<object?, object?> convert)
    {
        var argument = context.Arguments![name];
        var isLeftOut = argument is { Source: GraphQL.Execution.ArgumentSource.FieldDefault, Value: null };
        return isLeftOut ? default : (T?)convert(argument.Value);
    }
}
