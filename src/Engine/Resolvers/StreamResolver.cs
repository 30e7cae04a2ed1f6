using GraphQL;
using GraphQL.Resolvers;

namespace GraphBlog.Engine.Resolvers;

/// <summary>Opens the source of a subscription by calling a compiled method with arguments and services.</summary>
/// <param name="open">The compiled call. What it answers is enumerated once.</param>
public sealed class StreamResolver(Func<IResolveFieldContext, IAsyncEnumerable<object?>> open) : ISourceStreamResolver
{
    /// <summary>The compiled call.</summary>
    public Func<IResolveFieldContext, IAsyncEnumerable<object?>> Open { get; } = open;

    /// <summary>Not supported: observers could not make a source wait for them.</summary>
    public ValueTask<IObservable<object?>> ResolveAsync(IResolveFieldContext context) => throw new NotSupportedException();
}
