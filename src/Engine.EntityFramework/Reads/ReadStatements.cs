using System.Collections.Concurrent;
using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>One query, made a statement once for each set of columns that clients ask for.</summary>
/// <param name="rows">(TContext db, further parameters) => IQueryable of T.</param>
public sealed class ReadStatements<TContext, T>(LambdaExpression rows) where TContext : DbContext
{
    /// <summary>Clients choose the columns, so what is remembered is bounded.</summary>
    private const int MaxShapes = 512;

    private readonly ConcurrentDictionary<Expression<Func<T, T>>, ReadStatement<TContext, T>> _statements = new();

    /// <summary>The statement that reads what the selector selects.</summary>
    public ReadStatement<TContext, T> Of(TContext db, Expression<Func<T, T>> selector)
    {
        if (!_statements.TryGetValue(selector, out var statement))
        {
            if (_statements.Count >= MaxShapes)
                _statements.Clear();
            _statements[selector] = statement = new(db, rows, selector);
        }
        return statement;
    }
}
