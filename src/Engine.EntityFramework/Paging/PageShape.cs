using System.Linq.Expressions;

namespace GraphBlog.Engine.EntityFramework.Paging;

/// <summary>What makes the statement of one page unlike that of another of the same list.</summary>
/// <param name="Selector">Its columns.</param>
/// <param name="IsForward">Whether it is counted from the start.</param>
/// <param name="HasAfter">Whether it begins after a cursor.</param>
/// <param name="HasBefore">Whether it ends before a cursor.</param>
internal sealed record PageShape<T>(Expression<Func<T, T>> Selector, bool IsForward, bool HasAfter, bool HasBefore);
