namespace GraphBlog.GraphApi.Engine.Execution;

/// <summary>
/// Begins one snapshot of the data for a query that may read more than once, so that its answer does not contradict itself.
/// Disposing ends it. A query that reads once needs none, and a mutation looks after its own transaction.
/// </summary>
/// <param name="services">The services of the request.</param>
/// <param name="ct">Cancels the request.</param>
public delegate ValueTask<IAsyncDisposable> OpenSnapshot(IServiceProvider services, CancellationToken ct);
