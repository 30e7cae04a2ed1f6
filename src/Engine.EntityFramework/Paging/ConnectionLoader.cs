using System.Linq.Expressions;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.Engine.EntityFramework.Reads;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using GraphBlog.Statements;
using GraphQL.DataLoader;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>Loads one page for each of many parents in one statement, so that a list of lists costs no statement per item.</summary>
/// <param name="db">Where to read.</param>
/// <param name="items">A parent's items, ordered by numbers or times.</param>
public abstract class ConnectionLoader<TContext, T>(TContext db, PagedQuery<TContext, T> items) : IRequestLoader where TContext
    : StatementContext where T : class
{
    private readonly TContext _db = db;
    private readonly PagedQuery<TContext, T> _items = items;

    // A field's filter is read once for all parents, so the same filter is the same object.
    private readonly Dictionary<(PagingArguments, FilterInput<T>?, QueryContext<T>), Batch> _batches = [];

    /// <summary>The parent's page. Answer it from a resolver as it is: awaiting it ends the batch.</summary>
    public IDataLoaderResult<Connection<T>> LoadAsync(long parent, PagingArguments page, QueryContext<T> query)
        => LoadAsync(parent, page, null, query);

    /// <summary>The page of those of the parent's items that satisfy the filter.</summary>
    /// <exception cref="GraphQL.ExecutionError">The filter is too large, or a value is none that the operation takes.</exception>
    public IDataLoaderResult<Connection<T>> LoadAsync(long parent, PagingArguments page, FilterInput<T>? where, QueryContext<T> query)
    {
        if (!_batches.TryGetValue((page, where, query), out var batch))
        {
            _batches[(page, where, query)] = batch = new(this, page, where?.Predicate(), query);
        }

        return batch.LoadAsync(parent)!;      // every parent has a page, be it empty
    }

    private async Task<IReadOnlyDictionary<long, Connection<T>>> LoadAsync(
        IReadOnlyList<long> keys, PagingArguments page, Expression<Func<T, bool>>? where, QueryContext<T> query, CancellationToken ct)
    {
        long[] ids = [.. keys];
        return (where is null ? await _items.Many.TryReadAsync(_db, ids, page, query, ct) : null)
            ?? await _items.Many.Parents(_db, ids).ToConnectionsAsync(keys, _items.Of(_db, where), page, query, ct);
    }

    private sealed class Batch(
        ConnectionLoader<TContext, T> loader, PagingArguments page, Expression<Func<T, bool>>? where, QueryContext<T> query)
        : BatchDataLoader<long, Connection<T>>
    {
        private (long Parent, PagedQuery<TContext, T>.PageRead Read)? _only;

        protected internal override Companion? CompanionFor(IReadOnlyList<long> keys) => Only(keys)?.Companion;

        protected internal override Companion? CompanionForPage() => where is null ? new OfItems(this, loader, page, query) : null;

        protected override async Task<IReadOnlyDictionary<long, Connection<T>>> LoadBatchAsync(IReadOnlyList<long> keys, CancellationToken ct)
            => Only(keys) is { } read
                ? new Dictionary<long, Connection<T>> { [keys[0]] = await read.ConnectAsync(loader._db, ct) }
                : await loader.LoadAsync(keys, page, where, query, ct);

        /// <summary>The page of a single parent, which is a statement that need not be made anew each time.</summary>
        private PagedQuery<TContext, T>.PageRead? Only(IReadOnlyList<long> keys)
        {
            if (keys is not [var only] || where is not null)
            {
                return null;
            }

            if (_only?.Parent != only)
            {
                _only = (only, loader._items.Page(loader._db, only, page, query));
            }

            return _only.Value.Read;
        }

        private sealed class OfItems(Batch batch, ConnectionLoader<TContext, T> loader, PagingArguments page, QueryContext<T> query)
            : PagesOfItems<TContext>
        {
            private List<RowOf<T>> _rows = [];

            public override Companion? Within(TContext db, object of, Func<LambdaExpression> items, object[] values)
                => loader._items.Many.Within(db, of, items, values, page, query, rows => _rows = rows);

            public override void Settle(IReadOnlyList<long> ids) => batch.Know(loader._items.Many.Pages(loader._db, ids, _rows, page));
        }
    }
}
