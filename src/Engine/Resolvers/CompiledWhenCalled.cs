using System.Linq.Expressions;

namespace GraphBlog.Engine.Resolvers;

/// <summary>
/// Functions that are compiled when they are first called. A schema has hundreds of fields, a server's first minutes ask for some of
/// them, and compiling all of them was a third of its start.
/// </summary>
internal static class CompiledWhenCalled
{
    public static Func<T, TResult> CompileWhenCalled<T, TResult>(this Expression<Func<T, TResult>> expression)
    {
        Func<T, TResult>? compiled = null;
        return argument => (compiled ??= expression.Compile())(argument);
    }

    public static Func<T1, T2, TResult> CompileWhenCalled<T1, T2, TResult>(this Expression<Func<T1, T2, TResult>> expression)
    {
        Func<T1, T2, TResult>? compiled = null;
        return (first, second) => (compiled ??= expression.Compile())(first, second);
    }
}
