namespace GraphBlog.Engine.EntityFramework.Sorting;

/// <summary>The direction of an order.</summary>
public enum SortEnumType
{
    /// <summary>The least first; what is missing comes last.</summary>
    Asc,

    /// <summary>The greatest first, and before it what is missing.</summary>
    Desc,
}
