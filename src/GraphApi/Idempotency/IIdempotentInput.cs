namespace GraphBlog.GraphApi.Idempotency;

/// <summary>The input of a mutation that may be sent twice.</summary>
public interface IIdempotentInput
{
    /// <summary>The client's own name for the change; null for none.</summary>
    string? IdempotencyKey { get; }
}
