using System.Linq.Expressions;
using System.Reflection;
using GraphBlog.Engine.Types;

namespace GraphBlog.Engine.Resolvers;

/// <summary>Turns a call that answers a value, a task or a value task into one that answers a value task of object.</summary>
internal static class ResultExpression
{
    /// <param name="call">The call.</param>
    /// <param name="convert">Applied to a result that is not null, such as the encoding of an id; null for none.</param>
    public static Expression ToValueTask(Expression call, Func<object, object>? convert)
    {
        var converter = Expression.Constant(convert, typeof(Func<object, object>));
        var definition = TypeShape.Definition(call.Type);
        var (name, result) = definition == typeof(Task<>) ? (nameof(FromTask), call.Type.GetGenericArguments()[0])
            : definition == typeof(ValueTask<>) ? (nameof(FromValueTask), call.Type.GetGenericArguments()[0])
            : (nameof(FromValue), call.Type);
        if (result == typeof(void) || result == typeof(Task) || result == typeof(ValueTask))
        {
            throw new SchemaException($"{call} answers nothing; a field must answer a value.");
        }

        var method = typeof(ResultExpression).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(result);
        return Expression.Call(method, call, converter);
    }

    private static ValueTask<object?> FromValue<T>(T value, Func<object, object>? convert) => new(Convert(value, convert));

    private static ValueTask<object?> FromTask<T>(Task<T> task, Func<object, object>? convert)
    {
        return task.IsCompletedSuccessfully ? new(Convert(task.Result, convert)) : Await(task, convert);

        static async ValueTask<object?> Await(Task<T> task, Func<object, object>? convert) => Convert(await task, convert);
    }

    private static ValueTask<object?> FromValueTask<T>(ValueTask<T> task, Func<object, object>? convert)
    {
        return task.IsCompletedSuccessfully ? new(Convert(task.Result, convert)) : Await(task, convert);

        static async ValueTask<object?> Await(ValueTask<T> task, Func<object, object>? convert) => Convert(await task, convert);
    }

    private static object? Convert<T>(T value, Func<object, object>? convert)
        => value is null ? null : convert is null ? value : convert(value);
}
