namespace GraphBlog.Engine.Execution;

/// <summary>Kinds of operation. What a request may ask for depends on how it came and how it can be answered.</summary>
[Flags]
public enum OperationKinds
{
    /// <summary>Reads once.</summary>
    Query = 1,

    /// <summary>Writes, then reads once.</summary>
    Mutation = 2,

    /// <summary>Reads again for every event of a stream.</summary>
    Subscription = 4,
}
