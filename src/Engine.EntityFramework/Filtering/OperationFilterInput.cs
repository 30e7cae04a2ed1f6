using System.Linq.Expressions;

namespace GraphBlog.Engine.EntityFramework.Filtering;

/// <summary>Operations on one value. All that a client gives must hold; an input without any is no condition.</summary>
public abstract class OperationFilterInput
{
    /// <summary>The condition on a value; null when no operation was given.</summary>
    public abstract Expression? Condition(Expression member, FilterPlace place);
}
