namespace GraphBlog.GraphApi.Records;

/// <summary>The input of a mutation that changes a record the client has read.</summary>
internal interface IVersionedInput
{
    /// <summary>The record.</summary>
    long Id { get; }

    /// <summary>The version that the client has read.</summary>
    int ExpectedVersion { get; }
}

/// <summary>What to do when the record has changed since the version that the client read.</summary>
public enum ConflictPolicy
{
    /// <summary>Answers a ConcurrencyError for any change made since that version.</summary>
    Reject,

    /// <summary>
    /// Applies your change on top of the current version: fields that nobody else changed, and in `body` lines and words that nobody else
    /// changed; of `tags` the additions and removals of both. The same change on both sides is no conflict.
    /// </summary>
    Merge,
}
