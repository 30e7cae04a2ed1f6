using System.Data.Common;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GraphBlog.Statements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>Makes statements of queries.</summary>
public static class Translation
{
    /// <summary>
    /// Asks EF for the query's SQL. Each parameter is given a value that nothing else has, by which it is known again among the SQL's
    /// parameters; null when one is not.
    /// </summary>
    /// <param name="db">Any context; nothing is sent.</param>
    /// <param name="query">(TContext db, further parameters) => IQueryable. The further parameters are the statement's values.</param>
    /// <param name="rewrite">What becomes of the SQL.</param>
    public static Statement? Of(DbContext db, LambdaExpression query, Func<string, string>? rewrite = null)
    {
        var probes = query.Parameters.Skip(1).Select((parameter, i) => Probe(parameter.Type, i)).ToList();
        if (probes.Contains(null))
        {
            return null;
        }

        var values = probes.Select((probe, i) => Captured(probe!, query.Parameters[i + 1].Type)).Prepend(Expression.Constant(db)).ToList();
        var body = new Substitution(query.Parameters, values).Visit(query.Body);
        using var command = db.GetService<IAsyncQueryProvider>().CreateQuery(body).CreateDbCommand();
        var types = db.GetService<IRelationalTypeMappingSource>();
        var (sql, parameters) = (rewrite?.Invoke(command.CommandText) ?? command.CommandText, new List<(int, RelationalTypeMapping)>());
        foreach (DbParameter parameter in command.Parameters)
        {
            var index = probes.FindIndex(probe => probe!.Equals(parameter.Value));
            if (index < 0 || types.FindMapping(probes[index]!.GetType()) is not { } mapping)
            {
                return null;
            }

            parameters.Add((index, mapping));
            sql = Regex.Replace(sql, $@"@{parameter.ParameterName.TrimStart('@')}\b", $"$${parameters.Count}");
        }
        return new(sql, parameters);
    }

    private static object? Probe(Type type, int i) => type == typeof(long) ? 7_340_000_000L + i
        : type == typeof(int) ? 7_340_000 + i
        : type == typeof(string) ? $"probe {i}"
        : type == typeof(long[]) ? new[] { 7_340_000_000L + i }
        : type == typeof(DateTimeOffset) ? DateTimeOffset.UnixEpoch.AddTicks(73_400_000 + (i * 10))
        : null;

    private static Expression Captured(object value, Type type) => Expression.Field(
        Expression.Constant(Activator.CreateInstance(typeof(StrongBox<>).MakeGenericType(type), value)), nameof(StrongBox<>.Value));

    private sealed class Substitution(IReadOnlyList<ParameterExpression> parameters, IReadOnlyList<Expression> values) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node)
        {
            for (var i = 0; i < parameters.Count; i++)
            {
                if (parameters[i] == node)
                {
                    return values[i];
                }
            }
            return node;
        }
    }
}
