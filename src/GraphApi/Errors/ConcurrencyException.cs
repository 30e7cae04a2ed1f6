using System.Text.Json;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Errors;

/// <summary>Somebody changed the record after the version you read. Everything you need to merge is here, read in one snapshot; nothing was written.</summary>
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

    /// <summary>Whether the record is in the trash: it moved there after your expectedVersion. At the version it has there, a change of it answers that it is not found.</summary>
    public bool InTrash { get; } = inTrash;

    /// <summary>The first of what happened since, oldest first; as many as are asked for, within bounds.</summary>
    public IReadOnlyList<AuditEntry> ChangesSince { get; init; } = [];

    /// <summary>The fields that you and they both changed, to different values.</summary>
    public IReadOnlyList<FieldConflict> Conflicts { get; init; } = [];

    /// <summary>True when no field is in conflict: `onConflict: MERGE` would have put your change on top of theirs.</summary>
    public bool Mergeable => !InTrash && ExpectedVersion < CurrentVersion && Conflicts.Count == 0;
}

/// <summary>One field that two people changed.</summary>
/// <param name="Field">The field's name in the API.</param>
/// <param name="Base">Its value at your expectedVersion; null also when the log no longer reaches back there.</param>
/// <param name="Theirs">Its value now.</param>
/// <param name="Yours">The value you sent.</param>
/// <param name="ChangedBy">Who changed it last; null when that was outside the API without a user.</param>
/// <param name="ChangedAt">When it was changed last.</param>
public sealed record FieldConflict(string Field, JsonElement? Base, JsonElement? Theirs, JsonElement? Yours, User? ChangedBy, DateTimeOffset ChangedAt);
