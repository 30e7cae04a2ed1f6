namespace GraphBlog.Engine.Mutations;

/// <summary>
/// One of the items that a mutation was given cannot be done. A mutation whose errors are those of its items throws these, and answers which
/// item each is of (<see cref="UseMutationConventionAttribute.HasErrorsOfItems"/>).
/// </summary>
/// <param name="index">Which of the items.</param>
/// <param name="error">An exception that the mutation declares.</param>
public sealed class ItemException(int index, Exception error) : Exception(error.Message, error)
{
    /// <summary>What is said to be the index of an error that is of no item.</summary>
    public const int OfAll = -1;

    /// <summary>Which of the items; <see cref="OfAll"/> for none.</summary>
    public int Index { get; } = index;
}
