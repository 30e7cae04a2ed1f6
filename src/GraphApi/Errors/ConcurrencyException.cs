using System.Text.Json;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Records.Merging;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Errors;

/// <summary>
/// Somebody changed the record after the version you read. Everything you need to merge is here, read in one snapshot; nothing was written.
/// </summary>
public sealed class ConcurrencyException(int expectedVersion, int currentVersion, bool inTrash) : Exception(inTrash
    ? $"The record was moved to the trash; it is at version {currentVersion}."
    : $"The record is at version {currentVersion}; you expected {expectedVersion}.")
{
    /// <summary>The version you sent.</summary>
    public int ExpectedVersion { get; } = expectedVersion;

    /// <summary>The version the record is at now.</summary>
    public int CurrentVersion { get; } = currentVersion;

    /// <summary>The live record as it is now; null when it is in the trash.</summary>
    [GraphQLType<NodeType>]
    public object? Current { get; init; }

    /// <summary>
    /// Whether the record was moved to the trash after your `expectedVersion`. Sent again with `currentVersion`, the change then answers that
    /// there is no such record.
    /// </summary>
    public bool InTrash { get; } = inTrash;

    /// <summary>The first of what happened since, oldest first; as many as are asked for, within bounds.</summary>
    public IReadOnlyList<AuditEntry> ChangesSince { get; init; } = [];

    /// <summary>The fields that you and they both changed, to different values.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; init; } = [];

    /// <summary>
    /// Whether `onConflict: MERGE` would have succeeded: no field is in conflict but for texts and lists of which you changed other parts.
    /// </summary>
    public bool Mergeable => !InTrash && ExpectedVersion < CurrentVersion && Conflicts.All(conflict => conflict.IsMerged);
}

/// <summary>A field that both you and somebody else changed.</summary>
/// <param name="Field">The field's name in the API.</param>
/// <param name="Base">The field's value at your `expectedVersion`; also null when the audit log no longer reaches back that far.</param>
/// <param name="Theirs">The field's current value.</param>
/// <param name="Yours">The value you sent.</param>
/// <param name="ChangedBy">Who last changed the field; null when the change was made outside the API without a user.</param>
/// <param name="ChangedAt">When the field last changed.</param>
/// <param name="Pieces">
/// The whole text in order, in settled pieces and in pieces that both changed differently: choose a side of each of those, or write another,
/// and join all. One settled piece is the merged text. Null for a field that is no text, and where its base is not known.
/// </param>
public sealed record FieldConflict(
    string Field, JsonElement? Base, JsonElement? Theirs, JsonElement? Yours, User? ChangedBy, DateTimeOffset ChangedAt,
    IReadOnlyList<MergePiece>? Pieces)
{
    /// <summary>Whether both changes can be put together.</summary>
    internal bool IsMerged { get; init; }
}
