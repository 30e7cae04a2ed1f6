namespace GraphBlog.Engine.Execution;

/// <summary>What a request is answered with: one result, or one for each event of a subscription that has begun.</summary>
public sealed class OperationResponse
{
    /// <summary>An operation that is over, or did not begin.</summary>
    public OperationResponse(OperationResult result) => Result = result;

    /// <summary>A subscription.</summary>
    public OperationResponse(IAsyncEnumerable<OperationResult> events) => Events = events;

    /// <summary>The one result; null for a subscription that has begun.</summary>
    public OperationResult? Result { get; }

    /// <summary>The subscription's results, to be enumerated once; null for everything else.</summary>
    public IAsyncEnumerable<OperationResult>? Events { get; }
}
