namespace GraphBlog.Engine.Execution;

/// <summary>
/// Begins one snapshot of the data for a query, or an event of a subscription, that may read more than once, so that its answer does
/// not contradict itself. Disposing ends it. What reads once needs none, and a mutation looks after its own transaction.
/// </summary>
/// <param name="services">The services of the request or of the event.</param>
/// <param name="ct">Cancels the request.</param>
public delegate ValueTask<IAsyncDisposable> OpenSnapshot(IServiceProvider services, CancellationToken ct);
