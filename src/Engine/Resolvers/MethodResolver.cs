using GraphQL;
using GraphQL.Resolvers;

namespace GraphBlog.Engine.Resolvers;

/// <summary>
/// Resolves a field by calling a compiled method with arguments, services and the source object. The result may be an
/// <see cref="GraphQL.DataLoader.IDataLoaderResult"/>, which the execution strategy completes.
/// </summary>
/// <param name="resolve">The compiled call.</param>
public sealed class MethodResolver(Func<IResolveFieldContext, ValueTask<object?>> resolve) : IFieldResolver
{
    /// <summary>The compiled call.</summary>
    public Func<IResolveFieldContext, ValueTask<object?>> Resolve { get; } = resolve;

    /// <summary>Whether the method takes nothing but its parent and arguments, so that it reads nothing.</summary>
    public bool IsPure { get; init; }

    /// <summary>Whether the method only asks a loader, which reads later.</summary>
    public bool IsDeferred { get; init; }

    /// <inheritdoc />
    public ValueTask<object?> ResolveAsync(IResolveFieldContext context) => Resolve(context);
}
