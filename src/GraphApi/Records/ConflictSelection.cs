using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Errors;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.Records;

/// <summary>What is to be read of a conflict.</summary>
internal sealed class ConflictSelection
{
    /// <summary>Entries that one conflict may tell.</summary>
    public const int MostOfAll = 100;

    private readonly SelectionOf<ConcurrencyException> _asked;

    private ConflictSelection(SelectionOf<ConcurrencyException> asked, bool hasConflicts)
    {
        (_asked, HasConflicts) = (asked, hasConflicts || asked.Has("conflicts") || asked.Has("mergeable"));
        if (asked.Has("changesSince"))
        {
            Changes = asked.Below<AuditEntry>("changesSince");
            MostChanges = Math.Clamp(asked.Largest("changesSince", "first", MostOfAll), 0, MostOfAll);
        }
    }

    /// <summary>Whether the fields in conflict are to be found out.</summary>
    public bool HasConflicts { get; }

    /// <summary>What is asked of the entries since; null when they are not asked for.</summary>
    public QueryContext<AuditEntry>? Changes { get; }

    /// <summary>How many of the entries are asked for, <see cref="MostOfAll"/> at most.</summary>
    public int MostChanges { get; }

    /// <summary>What a client asks for.</summary>
    public static implicit operator ConflictSelection(SelectionOf<ConcurrencyException> asked) => new(asked, hasConflicts: false);

    /// <summary>What a client asks for, and whether its change can be merged.</summary>
    public static ConflictSelection ToMerge(SelectionOf<ConcurrencyException> asked) => new(asked, hasConflicts: true);

    /// <summary>What is asked of the record as it is now.</summary>
    public QueryContext<T> Current<T>() => _asked.Below<T>("current");
}

[ObjectType<ConcurrencyException>]
public static class ConflictFields
{
    /// <summary>
    /// What happened since, oldest first: the first entries from expectedVersion + 1 on, 100 at most, and with their data no more than 4 MiB
    /// of it, but one in any case. The record's `auditHistory` has the rest: `auditHistory(last: 100, where: { version: { gt: … } })`.
    /// </summary>
    /// <param name="conflict">The conflict.</param>
    /// <param name="first">How many at most.</param>
    public static IReadOnlyList<AuditEntry> ChangesSince([Parent] ConcurrencyException conflict, int first = ConflictSelection.MostOfAll)
        => [.. conflict.ChangesSince.Take(first)];
}
