using System.Linq.Expressions;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Statements;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>
/// A page of something of each item of another page, which is about to be read: the statement finds the items anew, which costs less than to
/// wait for their ids, and travels with the one that reads them.
/// </summary>
internal abstract class PagesOfItems<TContext> : Companion where TContext : StatementContext
{
    /// <summary>The statement; null where EF has to read the rows.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="page">The statement of the page of the items, by which this one is remembered.</param>
    /// <param name="items">The items' ids: (TContext db, its parameters) => IQueryable of long. Called when it is not remembered.</param>
    /// <param name="values">The values of its parameters.</param>
    public abstract Companion? Within(TContext db, object page, Func<LambdaExpression> items, object[] values);

    /// <summary>The rows have been read, and these are the items.</summary>
    public abstract void Settle(IReadOnlyList<long> ids);
}
