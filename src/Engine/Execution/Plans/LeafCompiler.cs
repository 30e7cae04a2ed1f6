using System.Linq.Expressions;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using GraphBlog.Engine.Execution.Responses;
using GraphBlog.Engine.Scalars;
using GraphBlog.Engine.Types;
using GraphQL.Types;

namespace GraphBlog.Engine.Execution.Plans;

/// <summary>Reads a scalar from an object and writes it. Answers false, and writes nothing, where it is null.</summary>
internal delegate bool LeafWriter(object source, ResponseBuffer buffer);

/// <summary>Makes the readers of scalar properties.</summary>
internal static class LeafCompiler
{
    private static readonly Dictionary<Type, Type[]> s_direct = new()
    {
        [typeof(StringGraphType)] = [typeof(string)],
        [typeof(BooleanGraphType)] = [typeof(bool)],
        [typeof(IntGraphType)] = [typeof(int)],
        [typeof(LongGraphType)] = [typeof(long), typeof(int)],
        [typeof(FloatGraphType)] = [typeof(double)],
        [typeof(DateTimeType)] = [typeof(DateTimeOffset)],
        [typeof(JsonType)] = [typeof(JsonElement)],
    };

    // A compiled reader costs more than the rest of a plan, and belongs to the schema rather than to a document.
    private static readonly ConditionalWeakTable<FieldType, LeafWriter> s_compiled = [];

    /// <summary>Writes the same text for every object.</summary>
    public static LeafWriter Constant(string text) => (_, buffer) => ScalarWriter.Write(buffer, text);

    /// <summary>Reads a property as its own type where its scalar is known, so that nothing is boxed; else through the getter.</summary>
    public static LeafWriter Of(FieldType field, ScalarGraphType scalar, Func<object, object?> getter)
        => s_compiled.GetValue(field, made => Compile(made, scalar, getter));

    private static LeafWriter Compile(FieldType field, ScalarGraphType scalar, Func<object, object?> getter)
    {
        if (field.Property() is { } property)
        {
            var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            if (s_direct.GetValueOrDefault(scalar.GetType())?.Contains(type) == true)
            {
                return Compile(
                    property, (buffer, value) => Expression.Call(typeof(ScalarWriter), nameof(ScalarWriter.Write), null, buffer, value));
            }

            if (type.IsEnum && scalar.GetType() == typeof(EnumType<>).MakeGenericType(type))
            {
                var names = Expression.Constant(Activator.CreateInstance(typeof(EnumNames<>).MakeGenericType(type), scalar));
                return Compile(property, (buffer, value) => Expression.Call(names, nameof(EnumNames<>.Write), null, buffer, value));
            }
        }

        return (source, buffer) => ScalarWriter.Write(buffer, scalar, getter(source));
    }

    private static LeafWriter Compile(PropertyInfo property, Func<Expression, Expression, Expression> write)
    {
        var source = Expression.Parameter(typeof(object), "source");
        var buffer = Expression.Parameter(typeof(ResponseBuffer), "buffer");
        var value = Expression.Property(Expression.Convert(source, property.DeclaringType!), property);
        return Expression.Lambda<LeafWriter>(write(buffer, value), source, buffer).Compile();
    }
}
