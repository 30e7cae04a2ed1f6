using System.Linq.Expressions;
using GraphBlog.Engine.EntityFramework.Reads;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Shared;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>
/// The same page of the lists of many parents, in one statement that is made once for each shape of page: the parents' ids, joined with a
/// page of each, which an index finds.
/// </summary>
/// <param name="list">A parent's list.</param>
/// <param name="parents">The ids as rows of the database.</param>
internal sealed class ManyPages<TContext, T>(
    PagedQuery<TContext, T> list, Expression<Func<TContext, long[], IQueryable<long>>> parents) where TContext : DbContext where T : notnull
{
    private readonly BoundedCache<PageShape<T>, ReadStatement<TContext, RowOf<T>>> _statements = new(PagedQuery<TContext, T>.MaxShapes);
    private readonly Func<TContext, long[], IQueryable<long>> _parents = parents.Compile();

    /// <summary>The ids as rows of the database.</summary>
    public IQueryable<long> Parents(TContext db, long[] ids) => _parents(db, ids);

    /// <summary>The page of every parent, be it empty; null where EF has to read the rows.</summary>
    public async Task<IReadOnlyDictionary<long, Connection<T>>?> TryReadAsync(
        TContext db, long[] ids, PagingArguments page, QueryContext<T> query, CancellationToken ct)
    {
        var (shape, values) = list.Shape([ids], page, query);
        var statement = _statements.GetOrAdd(shape, static (shape, from) => from.pages.Statement(from.db, shape), (pages: this, db));
        if (await statement.TryReadAsync(db, values, [], ct) is not { } rows)
        {
            return null;
        }

        var items = ids.ToDictionary(id => id, _ => new List<T>(page.Size + 1));
        foreach (var row in rows)
        {
            items[row.Parent].Add(row.Item);
        }

        Task<Dictionary<long, int>>? counts = null;
        return items.ToDictionary(of => of.Key, of => list.Connect(Ordered(of.Value, page), page, async token =>
        {
            counts ??= BatchPaging.CountAsync(Parents(db, ids), list.Of(db, null), token);      // the first to be asked counts for all
            return (await counts).GetValueOrDefault(of.Key);
        }));
    }

    /// <summary>A join keeps the rows of a page in order by habit, not by promise, so it is made sure of here.</summary>
    private List<T> Ordered(List<T> items, PagingArguments page)
    {
        var direction = page.First is null ? -1 : 1;
        for (var i = 1; i < items.Count; i++)
        {
            if (direction * list.Compare(items[i - 1], items[i]) > 0)
            {
                items.Sort((a, b) => direction * list.Compare(a, b));
                break;
            }
        }

        return items;
    }

    private ReadStatement<TContext, RowOf<T>> Statement(TContext db, PageShape<T> shape)
    {
        var rows = list.Rows(shape);
        var ids = parents.Parameters[1];
        var items = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), typeof(T)],
            PagedQuery<TContext, T>.OfEach(rows), Expression.Quote(shape.Selector));
        var parent = Expression.Parameter(typeof(long), "parent");
        var item = Expression.Parameter(typeof(T), "item");
        var row = Expression.MemberInit(Expression.New(typeof(RowOf<T>)),
            Expression.Bind(typeof(RowOf<T>).GetProperty(nameof(RowOf<>.Parent))!, parent),
            Expression.Bind(typeof(RowOf<T>).GetProperty(nameof(RowOf<>.Item))!, item));
        var from = new Renamed(parents.Parameters[0], rows.Parameters[0]).Visit(parents.Body);
        var joined = Expression.Call(typeof(Queryable), nameof(Queryable.SelectMany), [typeof(long), typeof(T), typeof(RowOf<T>)],
            from,
            Expression.Quote(Expression.Lambda<Func<long, IEnumerable<T>>>(items, rows.Parameters[1])),
            Expression.Quote(Expression.Lambda<Func<long, T, RowOf<T>>>(row, parent, item)));
        return new(db, Expression.Lambda(joined, [rows.Parameters[0], ids, .. rows.Parameters.Skip(2)]),
            row.Update(row.NewExpression, [row.Bindings[0], Expression.Bind(((MemberAssignment)row.Bindings[1]).Member, shape.Selector.Body)]));
    }

    private sealed class Renamed(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
