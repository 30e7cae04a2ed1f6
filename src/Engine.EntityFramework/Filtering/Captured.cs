using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>
/// Values as fields of an object, as a closure has them. They become parameters of the statement; constants would be written into it,
/// and each value would make another statement to translate, prepare and plan.
/// </summary>
internal static class Captured
{
    /// <param name="value">The value, not null.</param>
    /// <param name="type">The type that the expression has; the value's own, or the nullable type of it.</param>
    public static MemberExpression Value(object value, Type type)
    {
        var box = Activator.CreateInstance(typeof(StrongBox<>).MakeGenericType(type), value)!;
        return Expression.Field(Expression.Constant(box), nameof(StrongBox<>.Value));
    }
}
