using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence;

/// <summary>Ids as a table, to be joined with.</summary>
public static class IdRows
{
    /// <summary>One row for each id; one parameter however many there are, so the statement stays the same.</summary>
    public static IQueryable<long> Rows(this BlogDbContext blog, long[] ids) => blog.Database.SqlQuery<long>($"""select unnest({ids}) as "Value" """);
}
