using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>EF's compiled queries for lambdas whose parameters are only known at run time.</summary>
internal static class CompiledQuery
{
    /// <param name="query">(TContext db, further parameters) => IQueryable of T.</param>
    public static Func<TContext, object[], IAsyncEnumerable<T>> Rows<TContext, T>(LambdaExpression query) where TContext : DbContext
        => Adapt<Func<TContext, object[], IAsyncEnumerable<T>>>(Compile(query, typeof(T), ReturnsQuery), query, isCancellable: false);

    /// <param name="query">(TContext db, further parameters) => IQueryable of T, whose items are counted.</param>
    public static Func<TContext, object[], CancellationToken, Task<int>> Count<TContext, T>(LambdaExpression query) where TContext : DbContext
    {
        var ct = Expression.Parameter(typeof(CancellationToken), "ct");
        var count = Expression.Lambda(
            Expression.Call(typeof(Queryable), nameof(Queryable.Count), [typeof(T)], query.Body), [.. query.Parameters, ct]);
        return Adapt<Func<TContext, object[], CancellationToken, Task<int>>>(Compile(count, typeof(int), ReturnsValue), query, isCancellable: true);
    }

    private static Delegate Compile(LambdaExpression query, Type result, Func<Type, int, bool> isOverload)
    {
        Type[] types = [.. query.Parameters.Select(parameter => parameter.Type).Where(type => type != typeof(CancellationToken)), result];
        var method = typeof(EF).GetMethods(BindingFlags.Public | BindingFlags.Static).Single(candidate =>
            candidate.Name == nameof(EF.CompileAsyncQuery) && candidate.GetGenericArguments().Length == types.Length
            && isOverload(candidate.GetParameters()[0].ParameterType.GetGenericArguments()[0], types.Length)).MakeGenericMethod(types);
        var expected = method.GetParameters()[0].ParameterType.GetGenericArguments()[0];
        return (Delegate)method.Invoke(null, [Expression.Lambda(expected, query.Body, query.Parameters)])!;
    }

    private static bool ReturnsQuery(Type function, int types)
        => function.GetGenericArguments() is [.., { IsGenericType: true } result] && result.GetGenericTypeDefinition() == typeof(IQueryable<>);

    private static bool ReturnsValue(Type function, int types)
        => function.GetGenericArguments() is [.., var token, { IsGenericParameter: true }] all
            && token == typeof(CancellationToken) && all.Length == types + 1;

    /// <summary>Hands the elements of an array to the compiled query's typed parameters.</summary>
    private static TDelegate Adapt<TDelegate>(Delegate compiled, LambdaExpression query, bool isCancellable) where TDelegate : Delegate
    {
        var db = Expression.Parameter(query.Parameters[0].Type, "db");
        var values = Expression.Parameter(typeof(object[]), "values");
        var ct = Expression.Parameter(typeof(CancellationToken), "ct");
        var typed = query.Parameters.Skip(1).Select((parameter, index)
            => (Expression)Expression.Convert(Expression.ArrayIndex(values, Expression.Constant(index)), parameter.Type));
        IEnumerable<Expression> arguments = isCancellable ? [db, .. typed, ct] : [db, .. typed];
        IEnumerable<ParameterExpression> parameters = isCancellable ? [db, values, ct] : [db, values];
        return Expression.Lambda<TDelegate>(Expression.Invoke(Expression.Constant(compiled), arguments), parameters).Compile();
    }
}
