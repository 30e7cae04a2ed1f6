namespace GraphBlog.Engine.EntityFramework.Sorting;

/// <summary>The direction of an order.</summary>
public enum SortEnumType
{
    /// <summary>Ascending: the smallest value first, records without a value last.</summary>
    Asc,

    /// <summary>Descending: records without a value first, then the largest value.</summary>
    Desc,
}
