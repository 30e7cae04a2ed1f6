using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence;

/// <summary>Ids as a table, to be joined with.</summary>
public static class IdRows
{
    /// <summary>The same as part of a query that is made once.</summary>
    public static Expression<Func<BlogDbContext, long[], IQueryable<long>>> Of { get; } = (blog, ids) => blog.Rows(ids);

    /// <summary>One row for each id; one parameter however many there are, so the statement stays the same.</summary>
    public static IQueryable<long> Rows(this BlogDbContext blog, long[] ids) => blog.Database.SqlQuery<long>($"""select unnest({ids}) as "Value" """);
}
