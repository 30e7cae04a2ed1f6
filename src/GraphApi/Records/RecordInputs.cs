namespace GraphBlog.GraphApi.Records;

/// <summary>The input of a mutation that changes a record the client has read.</summary>
internal interface IVersionedInput
{
    /// <summary>The record.</summary>
    long Id { get; }

    /// <summary>The version that the client has read.</summary>
    int ExpectedVersion { get; }
}

/// <summary>What to do when somebody changed the post after the version the client read.</summary>
public enum ConflictPolicy
{
    /// <summary>Any change since is a ConcurrencyError.</summary>
    Reject,

    /// <summary>The change is put on top when nobody else touched the same fields; the same value on both sides is no conflict.</summary>
    Merge,
}
