namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Filters queries by what clients ask.</summary>
public static class FilteringQueryableExtensions
{
    /// <summary>The items that satisfy a filter; all of them when it is null or sets no condition.</summary>
    /// <exception cref="GraphQL.ExecutionError">The filter is too large, or a value is none that the operation takes.</exception>
    public static IQueryable<T> Filter<T>(this IQueryable<T> items, FilterInput<T>? where)
        => where?.Predicate() is { } predicate ? items.Where(predicate) : items;
}
