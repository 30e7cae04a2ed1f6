using System.Linq.Expressions;
using System.Reflection;
using GraphQL;
using GraphQL.Resolvers;

namespace GraphBlog.Engine.Resolvers;

/// <summary>Resolves a field by reading the source object alone: pure, synchronous, without arguments or services.</summary>
/// <param name="getter">Reads the value from the source object.</param>
public sealed class PropertyResolver(Func<object, object?> getter) : IFieldResolver
{
    /// <summary>Reads the value from the source object.</summary>
    public Func<object, object?> Getter { get; } = getter;

    /// <inheritdoc />
    public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => new(Getter(context.Source!));

    /// <summary>A compiled read of a property.</summary>
    internal static Func<object, object?> Compile(PropertyInfo property)
    {
        var source = Expression.Parameter(typeof(object), "source");
        var value = Expression.Property(Expression.Convert(source, property.DeclaringType!), property);
        return Expression.Lambda<Func<object, object?>>(Expression.Convert(value, typeof(object)), source).CompileWhenCalled();
    }
}
