using System.Linq.Expressions;
using System.Reflection;
using GraphBlog.Engine.Resolvers;
using GraphBlog.Engine.Types;
using GraphQL;

namespace GraphBlog.Engine.Relay;

/// <summary>Finds the objects of one type by their keys.</summary>
/// <param name="KeyType">The C# type of the key.</param>
/// <param name="Resolve">Finds the object of a key; null when there is none.</param>
internal sealed record NodeResolver(Type KeyType, Func<IResolveFieldContext, object, ValueTask<object?>> Resolve)
{
    /// <summary>The name of the parameter that takes the key.</summary>
    public const string KeyParameter = "id";

    public static NodeResolver Compile(MethodInfo method, ParameterBinder parameters) => FieldBuilder.Named(method, () =>
    {
        var keyType = Array.Find(method.GetParameters(), parameter => parameter.Name == KeyParameter)?.ParameterType
            ?? throw new SchemaException($"a node resolver needs a parameter named {KeyParameter}.");
        _ = GlobalId.UnknownKey(keyType);
        var key = Expression.Parameter(typeof(object), "key");
        var call = parameters.Bind(method, null, key);
        if (call.Arguments.Count > 0)
        {
            throw new SchemaException("a node resolver takes no argument but its key.");
        }

        var result = ResultExpression.ToValueTask(call.Body, null);
        return new NodeResolver(keyType, Expression
            .Lambda<Func<IResolveFieldContext, object, ValueTask<object?>>>(result, call.Context, key).CompileWhenCalled());
    });
}
