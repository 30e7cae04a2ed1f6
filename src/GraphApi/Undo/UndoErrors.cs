using GraphBlog.Engine.Relay;
using GraphBlog.GraphApi.Errors;

namespace GraphBlog.GraphApi.Undo;

/// <summary>
/// A record cannot be brought back to before the changes: others changed the same fields since, or something else stands in the way, as
/// the message says. Nothing was written, of no record; every record in the way has an error of its own.
/// </summary>
public sealed class RevertConflictException(string message, string recordType, GlobalId recordId) : Exception(message)
{
    /// <summary>What kind of record it is, as in an audit entry.</summary>
    public string RecordType { get; } = recordType;

    /// <summary>The record.</summary>
    public GlobalId RecordId { get; } = recordId;

    /// <summary>
    /// The fields in conflict: `base` is the value that the changes left, `theirs` the one it has now, and `yours` what it was before the
    /// changes; null there where the changes created the record.
    /// </summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; init; } = [];
}

/// <summary>More changes match than you said may be undone. Nothing was written.</summary>
public sealed class TooManyChangesException(int count, int atMost) : Exception($"{count} changes match; {atMost} may be undone at once.")
{
    /// <summary>How many changes match.</summary>
    public int Count { get; } = count;

    /// <summary>How many may be undone at once.</summary>
    public int AtMost { get; } = atMost;
}
