namespace GraphBlog.Persistence.Upkeep;

/// <summary>What an upkeep did.</summary>
public sealed class UpkeepReport
{
    /// <summary>Of each organisation of which something is gone, by its id.</summary>
    public SortedDictionary<long, OrganisationUpkeep> Organisations { get; } = [];

    /// <summary>Months of the log that were past for everybody, by their partitions.</summary>
    public List<string> Dropped { get; } = [];

    /// <summary>Somebody read the log for so long that a month could not be dropped.</summary>
    public bool IsHeldUp { get; internal set; }

    /// <summary>Records of the trash that are gone, of all organisations.</summary>
    public long Purged => Organisations.Values.Sum(one => one.Purged);

    /// <summary>Entries that went one by one, from months that others keep or that have no partition.</summary>
    public long Deleted => Organisations.Values.Sum(one => one.Deleted);

    internal bool IsComplete { get; set; }

    /// <summary>In sentences, one for each organisation and one for all.</summary>
    public IEnumerable<string> Lines() =>
    [
        .. Organisations.Select(one => $"Organisation {one.Key}: {one.Value}."),
        $"Purged {Purged} records of the trash; dropped {(Dropped.Count == 0 ? "no month" : string.Join(", ", Dropped))} of the audit log"
            + (Deleted > 0 ? $" and {Deleted} entries of months that others keep." : "."),
    ];

    internal OrganisationUpkeep Of(long org) => Organisations.TryGetValue(org, out var known) ? known : Organisations[org] = new();
}

/// <summary>What an upkeep did of an organisation.</summary>
public sealed class OrganisationUpkeep
{
    /// <summary>Records of the trash that are gone.</summary>
    public long Purged { get; internal set; }

    /// <summary>Entries of the log that went one by one.</summary>
    public long Deleted { get; internal set; }

    /// <summary>Months that were written into the archive, as 202611.</summary>
    public List<string> Archived { get; } = [];

    public override string ToString() => string.Join("; ", new[]
    {
        Purged > 0 ? $"purged {Purged} records of the trash" : null,
        Archived.Count > 0 ? $"archived {string.Join(", ", Archived)}" : null,
        Deleted > 0 ? $"deleted {Deleted} entries of the log" : null,
    }.OfType<string>());
}
