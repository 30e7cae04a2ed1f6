using System.Linq.Expressions;
using System.Text.RegularExpressions;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Reads;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Shared;
using GraphBlog.Statements;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>
/// The same page of the lists of many parents, in one statement that is made once for each shape of page: the parents' ids, joined with a
/// page of each, which an index finds.
/// </summary>
/// <param name="list">A parent's list.</param>
/// <param name="parents">Ids as rows of the database.</param>
internal sealed class ManyPages<TContext, T>(
    PagedQuery<TContext, T> list, Expression<Func<TContext, long[], IQueryable<long>>> parents) where TContext : StatementContext
    where T : notnull
{
    /// <summary>
    /// What <see cref="PagedQuery{TContext, T}.Of"/> made of an equality, so that EF leaves it in the lateral join. PostgreSQL has to see the
    /// equality again: only then has an index the items of one parent in order, and a few are found without reading all.
    /// </summary>
    private static readonly Regex s_equality = new(@"(\S+) >= (\S+) AND \1 <= \2(?=[\s)]|$)");

    private readonly BoundedCache<(object Of, PageShape<T> Shape), ReadStatement<TContext, RowOf<T>>> _statements
        = new(PagedQuery<TContext, T>.MaxShapes);

    private readonly Func<TContext, long[], IQueryable<long>> _parents = parents.Compile();

    /// <summary>The ids as rows of the database.</summary>
    public IQueryable<long> Parents(TContext db, long[] ids) => _parents(db, ids);

    /// <summary>The page of every parent, be it empty; null where EF has to read the rows.</summary>
    public async Task<IReadOnlyDictionary<long, Connection<T>>?> TryReadAsync(
        TContext db, long[] ids, PagingArguments page, QueryContext<T> query, CancellationToken ct)
    {
        var (shape, values) = list.Shape([ids], page, query);
        return await Statement(db, this, () => parents, shape).TryReadAsync(db, values, [], ct) is { } rows ? Pages(db, ids, rows, page) : null;
    }

    /// <summary>The read of the pages of all items of another page; see <see cref="PagesOfItems{TContext}.Within"/>.</summary>
    public Companion? Within(
        TContext db, object of, Func<LambdaExpression> items, object[] values, PagingArguments page, QueryContext<T> query,
        Action<List<RowOf<T>>> take)
    {
        var (shape, own) = list.Shape([], page, query);
        return Statement(db, of, items, shape).Companion([.. values, .. own], take);
    }

    /// <summary>Makes pages of the rows.</summary>
    public Dictionary<long, Connection<T>> Pages(TContext db, IReadOnlyList<long> ids, List<RowOf<T>> rows, PagingArguments page)
    {
        var items = ids.ToDictionary(id => id, _ => new List<T>(page.Size + 1));
        foreach (var row in rows)
        {
            if (items.TryGetValue(row.Parent, out var own))
            {
                own.Add(row.Item);
            }
        }

        Task<Dictionary<long, int>>? counts = null;
        return items.ToDictionary(of => of.Key, of => list.Connect(list.InOrder(of.Value, page), page, async token =>
        {
            counts ??= BatchPaging.CountAsync(Parents(db, [.. ids]), list.Of(db, null), token);      // the first to be asked counts for all
            return (await counts).GetValueOrDefault(of.Key);
        }));
    }

    private ReadStatement<TContext, RowOf<T>> Statement(TContext db, object of, Func<LambdaExpression> ids, PageShape<T> shape)
        => _statements.GetOrAdd((of, shape), static (key, from) => from.pages.Make(from.db, from.ids(), key.Shape), (pages: this, db, ids));

    /// <summary>(TContext db, the parameters of the ids, those of the page) => IQueryable of rows.</summary>
    private ReadStatement<TContext, RowOf<T>> Make(TContext db, LambdaExpression ids, PageShape<T> shape)
    {
        var rows = list.Rows(shape);
        var items = Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), typeof(T)],
            PagedQuery<TContext, T>.OfEach(rows), Expression.Quote(shape.Selector));
        var parent = Expression.Parameter(typeof(long), "parent");
        var item = Expression.Parameter(typeof(T), "item");
        var (parentMember, itemMember) = (typeof(RowOf<T>).GetProperty(nameof(RowOf<>.Parent))!, typeof(RowOf<T>).GetProperty(nameof(RowOf<>.Item))!);
        var row = Expression.New(typeof(RowOf<T>));
        var joined = Expression.Call(typeof(Queryable), nameof(Queryable.SelectMany), [typeof(long), typeof(T), typeof(RowOf<T>)],
            new Renamed(ids.Parameters[0], rows.Parameters[0]).Visit(ids.Body),
            Expression.Quote(Expression.Lambda<Func<long, IEnumerable<T>>>(items, rows.Parameters[1])),
            Expression.Quote(Expression.Lambda<Func<long, T, RowOf<T>>>(
                Expression.MemberInit(row, Expression.Bind(parentMember, parent), Expression.Bind(itemMember, item)), parent, item)));
        return new(db, Expression.Lambda(joined, [rows.Parameters[0], .. ids.Parameters.Skip(1), .. rows.Parameters.Skip(2)]),
            Expression.MemberInit(row, Expression.Bind(parentMember, parent), Expression.Bind(itemMember, shape.Selector.Body)),
            sql => s_equality.Replace(sql, "$1 = $2"));
    }

    private sealed class Renamed(ParameterExpression from, ParameterExpression to) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == from ? to : node;
    }
}
