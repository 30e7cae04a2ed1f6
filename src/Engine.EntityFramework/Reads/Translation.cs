using System.Data.Common;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using GraphBlog.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>A query as SQL, whose parameters are named p0, p1, ... after the query's own.</summary>
public sealed class Translation
{
    private const int MaxJoined = 64;
    private readonly string _sql;
    private readonly IReadOnlyList<Parameter> _parameters;
    private readonly int _count;
    private readonly BoundedCache<Translation, Translation> _joined = new(MaxJoined);

    private Translation(DbContext db, string sql, IReadOnlyList<Parameter> parameters, int count)
    {
        (_sql, _parameters, _count) = (sql, parameters, count);
        var command = db.GetService<IRelationalCommandBuilderFactory>().Create().Append(sql);
        foreach (var (index, mapping) in parameters)
        {
            command.AddParameter($"p{index}", $"@p{index}", mapping, nullable: false);
        }

        Command = command.Build();
    }

    /// <summary>A template; it is not executed itself.</summary>
    public IRelationalCommand Command { get; }

    /// <summary>
    /// Asks EF for the query's SQL. Each parameter is given a value that nothing else has, by which it is known again among the SQL's
    /// parameters; null when one is not.
    /// </summary>
    /// <param name="db">Any context; nothing is sent.</param>
    /// <param name="query">(TContext db, further parameters) => IQueryable.</param>
    /// <param name="rewrite">What becomes of the SQL.</param>
    public static Translation? Of(DbContext db, LambdaExpression query, Func<string, string>? rewrite = null)
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
        var (sql, parameters) = (rewrite?.Invoke(command.CommandText) ?? command.CommandText, new List<Parameter>());
        foreach (DbParameter parameter in command.Parameters)
        {
            var index = probes.FindIndex(probe => probe!.Equals(parameter.Value));
            if (index < 0 || types.FindMapping(probes[index]!.GetType()) is not { } mapping)
            {
                return null;
            }

            sql = Regex.Replace(sql, $@"@{parameter.ParameterName.TrimStart('@')}\b", $"@:{index}");
            parameters.Add(new(index, mapping));
        }
        return new(db, sql.Replace("@:", "@p"), parameters, probes.Count);
    }

    /// <summary>This and another in one command, whose parameters follow after this one's.</summary>
    public Translation With(DbContext db, Translation other)
        => _joined.GetOrAdd(other, static (other, from) => from.first.Joined(from.db, other), (first: this, db));

    private Translation Joined(DbContext db, Translation other)
    {
        var sql = Regex.Replace(other._sql, @"@p(\d+)\b", match => $"@p{int.Parse(match.Groups[1].Value) + _count}");
        var parameters = other._parameters.Select(parameter => parameter with { Index = parameter.Index + _count });
        return new(db, $"{_sql};\n{sql}", [.. _parameters, .. parameters], _count + other._count);
    }

    /// <summary>The command's parameters.</summary>
    public Dictionary<string, object?> Values(object[] values)
    {
        var named = new Dictionary<string, object?>(_parameters.Count);
        foreach (var (index, _) in _parameters)
        {
            named.Add($"p{index}", values[index]);
        }

        return named;
    }

    private static object? Probe(Type type, int i) => type == typeof(long) ? 7_340_000_000L + i
        : type == typeof(int) ? 7_340_000 + i
        : type == typeof(string) ? $"probe {i}"
        : type == typeof(long[]) ? new[] { 7_340_000_000L + i }
        : type == typeof(DateTimeOffset) ? DateTimeOffset.UnixEpoch.AddTicks(73_400_000 + (i * 10))
        : null;

    private static Expression Captured(object value, Type type) => Expression.Field(
        Expression.Constant(Activator.CreateInstance(typeof(StrongBox<>).MakeGenericType(type), value)), nameof(StrongBox<>.Value));

    private sealed record Parameter(int Index, RelationalTypeMapping Mapping);

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
