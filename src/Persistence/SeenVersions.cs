namespace GraphBlog.Persistence;

/// <summary>
/// At which versions this server has last seen records that were written or in conflict. It is a guess and never an answer: another server may
/// have written since, and what was seen may have been rolled back. Versions only grow, so one below what was seen will hardly be found, and the
/// database can be asked at once why not.
/// </summary>
internal sealed class SeenVersions
{
    private const int Slots = 1 << 16;      // half a megabyte; the later of two records in a slot is remembered

    private readonly ulong[] _slots = new ulong[Slots];      // of each the upper half of a hash of the record, and its version

    /// <summary>A record was seen at a version.</summary>
    public void Saw(Type record, long org, long id, int version)
    {
        var hash = Hash(record, org, id);
        Volatile.Write(ref _slots[hash % Slots], Tag(hash) | (uint)version);
    }

    /// <summary>Whether a record has most likely left a version behind.</summary>
    public bool IsPast(Type record, long org, long id, int version)
    {
        var hash = Hash(record, org, id);
        var seen = Volatile.Read(ref _slots[hash % Slots]);
        return Tag(seen) == Tag(hash) && (int)(uint)seen > version;
    }

    private static ulong Tag(ulong hash) => hash & 0xFFFF_FFFF_0000_0000;

    private static ulong Hash(Type record, long org, long id)
        => ((ulong)(uint)HashCode.Combine(id, org, record) << 32) | (uint)HashCode.Combine(record, id, org);
}
