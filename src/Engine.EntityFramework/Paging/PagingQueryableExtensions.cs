using System.Linq.Expressions;
using GraphBlog.Engine.Paging;
using GraphBlog.Engine.Projections;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>Keyset paging: a page is found by comparing keys, not by counting rows, so that deep pages cost what the first does.</summary>
public static class PagingQueryableExtensions
{
    /// <summary>Reads one page of an ordered query. The last key of the ordering must make it unique.</summary>
    /// <remarks>
    /// Where the page is cut, one row more than asked tells whether there is another page. At the other end a page is taken to have a
    /// neighbour when a cursor was given, as Hot Chocolate does and the Cursor Connections Specification (section 4.4) allows.
    /// </remarks>
    /// <param name="ordered">A query ordered by properties of <typeparamref name="T"/>; only in the database may they be null.</param>
    /// <param name="page">Which page.</param>
    /// <param name="query">Which columns; those of the keys are read in any case.</param>
    /// <param name="ct">Cancels the reading.</param>
    /// <exception cref="GraphQL.ExecutionError">A cursor is none of this ordering.</exception>
    /// <exception cref="NotSupportedException">The query is not ordered, or by something that cannot be a key.</exception>
    public static async Task<Connection<T>> ToConnectionAsync<T>(
        this IQueryable<T> ordered, PagingArguments page, QueryContext<T> query, CancellationToken ct) where T : notnull
    {
        await query.ReadAloneAsync();
        var isDatabase = ordered.Provider is IAsyncQueryProvider;
        var keys = KeysetOrdering.KeysOf(ordered, canBeNull: isDatabase);
        var rows = Page(ordered, keys, page, isDatabase).Select(query.Include([.. keys.Select(key => key.Property.Name)]).Selector);
        var items = isDatabase ? await rows.ToListAsync(ct) : rows.ToList();
        return Connect(items, Cursor.Writer<T>(keys), page, async token => isDatabase ? await ordered.CountAsync(token) : ordered.Count());
    }

    /// <summary>The connection of the rows that <see cref="Page"/> found.</summary>
    internal static Connection<T> Connect<T>(
        List<T> items, Func<T, string> cursor, PagingArguments page, Func<CancellationToken, ValueTask<int>> totalCount) where T : notnull
    {
        var hasMore = items.Count > page.Size;
        if (hasMore)
        {
            items.RemoveAt(page.Size);
        }

        var isForward = page.First is not null;
        if (!isForward)
        {
            items.Reverse();
        }

        var edges = items.ConvertAll(item => new Edge<T>(item, cursor));
        var info = new PageInfo(
            isForward ? hasMore : page.Before is not null, isForward ? page.After is not null : hasMore,
            () => edges is [var first, ..] ? first.Cursor : null, () => edges is [.., var last] ? last.Cursor : null);
        return new(edges, info, totalCount);
    }

    /// <summary>The rows of a page and one more, in the order in which they are read: backwards for a page counted from the end.</summary>
    internal static IQueryable<T> Page<T>(
        IQueryable<T> ordered, IReadOnlyList<KeysetKey> keys, PagingArguments page, bool canCompareRows)
    {
        var rows = ordered;
        if (page.After is not null)
        {
            rows = rows.Where(Beyond(page.After, "after", isAfter: true));
        }

        if (page.Before is not null)
        {
            rows = rows.Where(Beyond(page.Before, "before", isAfter: false));
        }

        return (page.First is null ? rows.Reverse() : rows).Take(page.Size + 1);

        Expression<Func<T, bool>> Beyond(string cursor, string argument, bool isAfter)
            => KeysetPredicate.Build<T>(keys, Cursor.Read(cursor, argument, keys), isAfter, canCompareRows);
    }
}
