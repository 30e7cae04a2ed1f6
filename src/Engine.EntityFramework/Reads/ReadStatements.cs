using System.Linq.Expressions;
using GraphBlog.Shared;
using GraphBlog.Statements;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>One query, made a statement once for each set of columns that clients ask for.</summary>
/// <param name="rows">(TContext db, further parameters) => IQueryable of T.</param>
public sealed class ReadStatements<TContext, T>(LambdaExpression rows) where TContext : StatementContext
{
    /// <summary>Clients choose the columns, so what is remembered is bounded.</summary>
    private const int MaxShapes = 512;

    private readonly BoundedCache<Expression<Func<T, T>>, ReadStatement<TContext, T>> _statements = new(MaxShapes);

    /// <summary>The statement that reads what the selector selects.</summary>
    public ReadStatement<TContext, T> Of(TContext db, Expression<Func<T, T>> selector)
        => _statements.GetOrAdd(selector, static (selector, from) => new(from.db, from.rows, selector), (db, rows));
}
