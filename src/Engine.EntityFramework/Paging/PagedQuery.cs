using System.Linq.Expressions;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Reads;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Shared;
using GraphBlog.Statements;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>
/// A list that clients page through often: each shape of page (its columns, its end, its cursors) is compiled once. EF otherwise
/// looks the statement up by comparing expression trees, which costs about as much as reading the rows.
/// </summary>
public sealed class PagedQuery<TContext, T> where TContext : StatementContext where T : notnull
{
    /// <summary>Clients choose the columns, so what is remembered is bounded.</summary>
    internal const int MaxShapes = 512;

    private readonly LambdaExpression _ordered;
    private readonly IReadOnlyList<KeysetKey> _keys;
    private readonly string[] _keyNames;
    private readonly Func<T, string> _cursor;
    private readonly BoundedCache<PageShape<T>, ReadStatement<TContext, T>> _pages = new(MaxShapes);
    private readonly Lazy<Func<TContext, object[], CancellationToken, Task<int>>> _count;
    private readonly Lazy<Func<TContext, IQueryable<T>>> _list;
    private readonly Lazy<Converter<T, long>> _id = new(() => Id().Compile());
    private readonly ManyPages<TContext, T>? _many;

    /// <param name="ordered">The list, ordered by properties that are never null and unique together.</param>
    public PagedQuery(Expression<Func<TContext, IQueryable<T>>> ordered) : this((LambdaExpression)ordered)
    {
    }

    /// <param name="ordered">The list of a parent.</param>
    /// <param name="parents">Parents' ids as rows of the database.</param>
    public PagedQuery(
        Expression<Func<TContext, long, IQueryable<T>>> ordered, Expression<Func<TContext, long[], IQueryable<long>>> parents)
        : this((LambdaExpression)ordered) => _many = new(this, parents);

    private PagedQuery(LambdaExpression ordered)
    {
        _ordered = ordered;
        _keys = KeysetOrdering.KeysOf(ordered.Body, typeof(T));
        _keyNames = [.. _keys.Select(key => key.Property.Name)];
        _cursor = Cursor.Writer<T>(_keys);
        _count = new(() => CompiledQuery.Count<TContext, T>(_ordered));
        _list = new(() => (Func<TContext, IQueryable<T>>)_ordered.Compile());
    }

    /// <summary>Reads a page of the list; see <see cref="PagingQueryableExtensions.ToConnectionAsync"/>.</summary>
    public Task<Connection<T>> ToConnectionAsync(TContext db, PagingArguments page, QueryContext<T> query, CancellationToken ct)
        => ReadAsync(db, [], page, query, ct);

    /// <summary>Reads a page of a parent's list.</summary>
    public Task<Connection<T>> ToConnectionAsync(TContext db, long parent, PagingArguments page, QueryContext<T> query, CancellationToken ct)
        => ReadAsync(db, [parent], page, query, ct);

    /// <summary>The list as a query that is not compiled, to be filtered and ordered anew.</summary>
    public IQueryable<T> List(TContext db) => _list.Value(db);

    /// <summary>
    /// The list of each parent, as part of another query. Equality with the parent becomes "neither less nor greater": EF would
    /// otherwise number all rows of all parents in order to take a few of each, where a lateral join finds those few by index.
    /// </summary>
    /// <param name="db">Where to read.</param>
    /// <param name="where">Which of the items; null for all.</param>
    public Expression<Func<long, IQueryable<T>>> Of(TContext db, Expression<Func<T, bool>>? where)
    {
        var items = new Correlated(_ordered.Parameters[0], Expression.Constant(db), _ordered.Parameters[1]).Visit(_ordered.Body);
        return Expression.Lambda<Func<long, IQueryable<T>>>(
            where is null ? items : Call(nameof(Queryable.Where), items, Expression.Quote(where)), _ordered.Parameters[1]);
    }

    /// <summary>A page of a parent's list that is still to be read.</summary>
    internal PageRead Page(TContext db, long parent, PagingArguments page, QueryContext<T> query) => Page(db, [parent], page, query);

    private async Task<Connection<T>> ReadAsync(
        TContext db, object[] arguments, PagingArguments page, QueryContext<T> query, CancellationToken ct)
    {
        var read = Page(db, arguments, page, query);
        await (query.Companions is { } companions ? read.TakeAlongAsync(db, companions, ct) : Task.CompletedTask);
        return await read.ConnectAsync(db, ct);
    }

    /// <summary>The pages of many parents.</summary>
    internal ManyPages<TContext, T> Many => _many ?? throw new InvalidOperationException($"This list of {typeof(T).Name} is of no parent.");

    /// <summary>A page's shape, and the values of its statement.</summary>
    internal (PageShape<T> Shape, object[] Values) Shape(object[] arguments, PagingArguments page, QueryContext<T> query)
    {
        var after = page.After is null ? [] : Values(page.After, "after");
        var before = page.Before is null ? [] : Values(page.Before, "before");
        return (new(query.Include(_keyNames).Selector, page.First is not null, after.Length > 0, before.Length > 0),
            [.. arguments, .. after, .. before, page.Size + 1]);
    }

    /// <summary>The page of the rows that its statement found.</summary>
    internal Connection<T> Connect(List<T> rows, PagingArguments page, Func<CancellationToken, ValueTask<int>> totalCount)
        => PagingQueryableExtensions.Connect(rows, _cursor, page, totalCount);

    /// <summary>The rows of a page in its order.</summary>
    internal List<T> InOrder(List<T> rows, PagingArguments page) => KeysetOrdering.InOrder(rows, _keys, backwards: page.First is null);

    private PageRead Page(TContext db, object[] arguments, PagingArguments page, QueryContext<T> query)
    {
        var (shape, values) = Shape(arguments, page, query);
        var statement = _pages.GetOrAdd(
            shape, static (shape, from) => new(from.db, from.list.Rows(shape), shape.Selector), (list: this, db));
        return new(this, statement, shape, page, arguments, values);
    }

    /// <summary>None is null: the constructor takes no key that could be.</summary>
    private object[] Values(string cursor, string argument) => [.. Cursor.Read(cursor, argument, _keys).OfType<object>()];

    /// <summary>The page of a parent's list, for a parent of a join; see <see cref="Of"/>.</summary>
    internal static Expression OfEach(LambdaExpression rows)
        => new Correlated(rows.Parameters[0], rows.Parameters[0], rows.Parameters[1]).Visit(rows.Body);

    /// <summary>A page of the list: (TContext db, a parent, keys of cursors, size) => IQueryable of T.</summary>
    internal LambdaExpression Rows(PageShape<T> shape)
    {
        var parameters = _ordered.Parameters.ToList();
        var rows = _ordered.Body;
        if (shape.HasAfter)
        {
            rows = Where(rows, isAfter: true);
        }

        if (shape.HasBefore)
        {
            rows = Where(rows, isAfter: false);
        }

        if (!shape.IsForward)
        {
            rows = Call(nameof(Queryable.Reverse), rows);
        }

        var size = Parameter(typeof(int));
        rows = Call(nameof(Queryable.Take), rows, size);
        return Expression.Lambda(rows, parameters);

        MethodCallExpression Where(Expression source, bool isAfter)
        {
            var values = _keys.Select(key => Parameter(key.Property.PropertyType)).ToList();
            return Call(nameof(Queryable.Where), source,
                Expression.Quote(KeysetPredicate.Compare<T>(_keys, values, isAfter, canCompareRows: true)));
        }

        ParameterExpression Parameter(Type type)
        {
            parameters.Add(Expression.Parameter(type, $"p{parameters.Count}"));
            return parameters[^1];
        }
    }

    /// <summary>The ids of the items of a page, with the parameters of <see cref="Rows"/>.</summary>
    private LambdaExpression Ids(PageShape<T> shape)
    {
        var (rows, id) = (Rows(shape), Id());
        return Expression.Lambda(
            Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), typeof(long)], rows.Body,
                Expression.Quote(Expression.Lambda<Func<T, long>>(id.Body, id.Parameters))), rows.Parameters);
    }

    private static Expression<Converter<T, long>> Id()
    {
        var item = Expression.Parameter(typeof(T), "item");
        return Expression.Lambda<Converter<T, long>>(Expression.Property(item, EntityMembers.Key), item);
    }

    private static MethodCallExpression Call(string method, params Expression[] arguments)
        => Expression.Call(typeof(Queryable), method, [typeof(T)], arguments);

    private sealed class Correlated(ParameterExpression context, Expression db, ParameterExpression parent) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == context ? db : node;

        protected override Expression VisitBinary(BinaryExpression node) => node.NodeType == ExpressionType.Equal && node.Right == parent
            ? Expression.AndAlso(Expression.GreaterThanOrEqual(node.Left, parent), Expression.LessThanOrEqual(node.Left, parent))
            : base.VisitBinary(node);
    }

    /// <summary>One page, read in its turn or as another's companion before it.</summary>
    internal sealed class PageRead(
        PagedQuery<TContext, T> list, ReadStatement<TContext, T> statement, PageShape<T> shape, PagingArguments page, object[] arguments,
        object[] values)
    {
        private List<T>? _items;

        /// <summary>The read that can travel with another; null where it cannot.</summary>
        public Companion? Companion => statement.Companion(values, rows => _items = rows);

        /// <summary>Reads the page together with pages of its items; or neither, where they cannot travel.</summary>
        public async Task TakeAlongAsync(TContext db, Companions companions, CancellationToken ct)
        {
            var pages = companions.Take().Cast<PagesOfItems<TContext>>().ToList();
            var sent = pages.ConvertAll(of => of.Within(db, statement, () => list.Ids(shape), values)).OfType<Companion>().ToList();
            _items = sent.Count == pages.Count ? await statement.TryReadAsync(db, values, sent, ct) : null;
            if (_items is null)
            {
                await companions.PartAsync();
                return;
            }

            var ids = _items.ConvertAll(list._id.Value);
            pages.ForEach(of => of.Settle(ids));
        }

        /// <summary>The page, which is read now unless it has been.</summary>
        public async Task<Connection<T>> ConnectAsync(TContext db, CancellationToken ct) => list.Connect(
            _items ?? await statement.ReadAsync(db, values, null, ct), page, async token => await list._count.Value(db, arguments, token));
    }

}
