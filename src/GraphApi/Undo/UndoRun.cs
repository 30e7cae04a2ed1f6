using System.Text.Json;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Undo;

/// <summary>
/// One undo, inside of one transaction. Rows are locked by table and id. What hangs on others is written before these, which may take it out
/// of sight with them; what could not be seen, since what it hangs on was in the trash, has its turn when that is back.
/// </summary>
/// <param name="blog">Where to write.</param>
/// <param name="matched">The changes to undo, the newest first.</param>
/// <param name="singly">Whether rows are written one by one, the last changed first, since some take names from each other.</param>
internal sealed class UndoRun(BlogDbContext blog, IReadOnlyList<AuditEntry> matched, bool singly)
{
    private readonly Dictionary<(string Type, long Id), List<AuditEntry>> _changes
        = matched.GroupBy(change => (change.RecordType, change.RecordId))
            .ToDictionary(all => all.Key, all => all.OrderByDescending(change => change.Version).ToList());

    private readonly List<(RecordType Type, UndoneRecord Record)> _inTheWay = [];
    private readonly List<RevertConflictException> _others = [];
    private ILookup<(string, long), LaterChange> _since = null!;

    /// <summary>The versions that were made.</summary>
    public List<(string Type, long Id, int Version)> Written { get; } = [];

    /// <summary>The kind of record that is being written.</summary>
    public RecordType? Writing { get; private set; }

    /// <summary>Whether others changed a record since, which was kept.</summary>
    public bool IsMerged((string, long) record) => _since[record].Any();

    /// <summary>Undoes what can be undone; what cannot is told by <see cref="ConflictsAsync"/>.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var left = _changes.Keys.ToHashSet();
        foreach (var (type, id) in _changes.Keys.Where(record => !IsWritable(record.Type)))
        {
            left.Remove((type, id));
            _others.Add(new("Changes of such records cannot be undone here.", type, RecordTypes.Id(type, id)));
        }

        for (var round = 0; round < 2 && left.Count > 0 && (round == 0 || Written.Count > 0); round++)
        {
            await RoundAsync(left, ct);
        }

        foreach (var (type, id) in left.Where(record => !IsGone(record)))
        {
            _others.Add(new(
                _changes[(type, id)].Any(change => change.Action == AuditAction.Purge) ? "It was removed for good, which cannot be undone."
                    : "It is gone for good, or hangs on something that is in the trash, or you may not change it.",
                type, RecordTypes.Id(type, id)));
        }
    }

    /// <summary>What is in the way of the undo, record by record.</summary>
    public async Task<IReadOnlyList<RevertConflictException>> ConflictsAsync(CancellationToken ct)
    {
        if (_inTheWay.Count == 0)
        {
            return _others;
        }

        var ids = _inTheWay.SelectMany(one => one.Record.Others).Distinct().ToArray();
        var users = await blog.Users.AsNoTracking().Where(user => ids.Contains(user.Id)).ToDictionaryAsync(user => user.Id, ct);
        return [.. _inTheWay.Select(one => one.Record.Conflict(users)), .. _others];
    }

    private async Task RoundAsync(HashSet<(string Type, long Id)> left, CancellationToken ct)
    {
        var rows = new List<(RecordType Type, RecordRow Row)>();
        foreach (var type in RecordTypes.All.Where(type => left.Any(record => record.Type == type.Name)))
        {
            var ids = left.Where(record => record.Type == type.Name).Select(record => record.Id).Order().ToArray();
            var columns = UndoneRecord.ColumnsOf(type, ids.SelectMany(id => _changes[(type.Name, id)]));
            rows.AddRange((await blog.LockRowsAsync(type.Entity, ids, columns, ct)).Select(row => (type, row)));
        }

        _since = await UndoLog.SinceAsync(blog, [.. matched.Select(change => (change.RecordType, change.RecordId, change.Version))], Written, ct);
        var undone = rows.Select(one => (one.Type, Record: new UndoneRecord(one.Type, one.Row, [.. _since[(one.Type.Name, one.Row.Id)]])
            .Undo(_changes[(one.Type.Name, one.Row.Id)], ct))).ToList();
        left.ExceptWith(rows.Select(one => (one.Type.Name, one.Row.Id)));
        foreach (var all in undone.GroupBy(one => one.Type).OrderByDescending(all => blog.Depth(all.Key.Entity)))
        {
            await all.Key.SettleAsync(blog, [.. all.Select(one => one.Record).Where(record => record.IsClean)], ct);

            // what goes aside gives its names free, which others may have had
            List<UndoneRecord> clean = [.. all.Select(one => one.Record).Where(record => record.IsClean && record.Changes.Count > 0)];
            await WriteAsync(all.Key, [.. clean.Where(record => record.GoesAside)], ct);
            List<UndoneRecord> kept = [.. clean.Where(record => !record.GoesAside)];
            await RefuseTakenAsync(all.Key, kept, ct);
            await WriteAsync(all.Key, [.. kept.Where(record => record.IsClean)], ct);
        }

        _inTheWay.AddRange(undone.Where(one => !one.Record.IsClean));
    }

    private async Task RefuseTakenAsync(RecordType type, List<UndoneRecord> records, CancellationToken ct)
    {
        var live = records.Where(record => record.State[UndoneRecord.Aside].ValueKind == JsonValueKind.Null).ToDictionary(record => record.Id);
        if (live.Count == 0)
        {
            return;
        }

        foreach (var (id, (field, value)) in await type.TakenAsync(blog, live.ToDictionary(one => one.Key, one => one.Value.State), ct))
        {
            live[id].IsTaken(field, value, _changes[(type.Name, id)][0]);
        }
    }

    /// <summary>Rows that change the same columns are written by one statement.</summary>
    private async Task WriteAsync(RecordType type, List<UndoneRecord> records, CancellationToken ct)
    {
        Writing = type;
        var newestFirst = records.OrderByDescending(record => _changes[(type.Name, record.Id)][0].ChangedAt);
        foreach (var alike in newestFirst.GroupBy(record => (string.Join(' ', record.Changes.Keys.Order(StringComparer.Ordinal)), singly
            ? record.Id : 0)))
        {
            var rows = alike.Select(record => new RecordRow
            {
                Id = record.Id,
                Version = record.Version,
                Data = JsonSerializer.SerializeToElement(record.Changes),
            }).ToList();
            var made = (await blog.WriteRowsAsync(type.Entity, alike.First().Changes.Keys.ToList(), rows, ct))
                .ToDictionary(row => row.Id, row => row.Version);
            foreach (var record in alike)
            {
                if (!made.TryGetValue(record.Id, out var version))
                {
                    record.IsRefused();
                }
                else if (version != record.Version)
                {
                    Written.Add((type.Name, record.Id, version));
                }
            }
        }
    }

    private static bool IsWritable(string name) => RecordTypes.All.FirstOrDefault(type => type.Name == name) is { } type
        && (type.HasTrash || type.Undone.Count > 0);

    /// <summary>What the changes created, and is gone for good by now, needs no undoing.</summary>
    private bool IsGone((string Type, long Id) record)
        => _changes[record].Exists(change => change.Action == AuditAction.Create)
            && !_changes[record].Exists(change => change.Action == AuditAction.Purge)
            && _since[record].LastOrDefault() is { Columns: [] };
}
