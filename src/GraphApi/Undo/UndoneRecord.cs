using System.Text.Json;
using GraphBlog.GraphApi.Errors;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Undo;

/// <summary>
/// A record whose changes are undone, the newest first: each field goes from what a change left to what it had found, and by
/// <see cref="ConflictRule"/> what others made of it since stays. What all of it comes to is one new version.
/// </summary>
/// <param name="type">What kind of record it is.</param>
/// <param name="row">The row as it is, locked.</param>
/// <param name="since">What others did to it since the first of its changes that are undone.</param>
internal sealed class UndoneRecord(RecordType type, RecordRow row, IReadOnlyList<LaterChange> since)
{
    /// <summary>The column that says whether a record is put aside.</summary>
    public const string Aside = "deleted_at";

    // Who put it aside follows from who does so.
    private const string AsideBy = "deleted_by";

    // The one column that changes in the trash too (Sql/Code/0300_locking.sql).
    private const string Author = "author_id";

    private static readonly JsonElement s_null = JsonSerializer.SerializeToElement<object?>(null);

    private readonly Dictionary<string, JsonElement> _row = Columns(row.Data);
    private readonly List<(RecordField Field, JsonElement? Before, JsonElement Theirs, JsonElement Yours, MergedField? Merged,
        AuditEntry Change)> _contested = [];
    private readonly HashSet<string> _named = [];
    private readonly Dictionary<string, JsonElement> _state = Columns(row.Data);

    /// <summary>The record.</summary>
    public long Id => row.Id;

    /// <summary>The version it is at.</summary>
    public int Version => row.Version;

    /// <summary>What is in the way beside fields in conflict; null for nothing.</summary>
    public string? Obstacle { get; set; }

    /// <summary>Its changes that are undone, the newest first.</summary>
    public IReadOnlyList<AuditEntry> Undone { get; private set; } = [];

    /// <summary>What others did to it since the first of those.</summary>
    public IReadOnlyList<LaterChange> Since => since;

    /// <summary>Whether the changes can be undone.</summary>
    public bool IsClean => Obstacle is null && _contested.Count == 0;

    /// <summary>The users who are named by the conflicts.</summary>
    public IEnumerable<long> Others => _contested.Select(contested => LastChange(contested.Field)?.ChangedById).OfType<long>();

    /// <summary>The columns that change, with what they will be.</summary>
    public IReadOnlyDictionary<string, JsonElement> Changes => _state
        .Where(column => _named.Contains(column.Key) || !IsSame(FieldOf(column.Key), column.Value, _row[column.Key])).ToDictionary();

    /// <summary>All columns that were read, as they will be.</summary>
    public IReadOnlyDictionary<string, JsonElement> State => _state;

    /// <summary>Whether it will be put aside, and is not now.</summary>
    public bool GoesAside => IsNull(_row[Aside]) && !IsNull(_state[Aside]);

    /// <summary>The columns of a kind of record that are read to undo changes: those that the changes name and that may come back.</summary>
    public static IReadOnlyList<string> ColumnsOf(RecordType type, IEnumerable<AuditEntry> changes)
    {
        var named = changes.SelectMany(change => change.NewData is { ValueKind: JsonValueKind.Object } data
            ? data.EnumerateObject().Select(column => column.Name) : []).ToHashSet();
        return [.. type.Columns.Where(field => field.Column == Aside || type.Undone.Contains(field.Property.Name)
            && named.Contains(field.Column)).Select(field => field.Column)];
    }

    /// <summary>Undoes changes.</summary>
    /// <param name="changes">The changes, the newest first.</param>
    /// <param name="ct">Ends the comparison of long texts.</param>
    public UndoneRecord Undo(IReadOnlyList<AuditEntry> changes, CancellationToken ct)
    {
        Undone = changes;
        if (changes.Any(change => change.Action == AuditAction.Create))
        {
            UndoCreation(changes);
            return this;
        }

        foreach (var change in changes)
        {
            UndoChange(change, ct);
        }

        if (!IsNull(_row[Aside]) && !IsNull(_state[Aside]) && Changes.Keys.Any(column => column != Author))
        {
            Obstacle ??= "It was put into the trash since, where it is not changed; restore it first.";
        }

        return this;
    }

    /// <summary>Has a column be written, whether that changes it or not: the database heeds that it is named.</summary>
    public void Name(RecordField field, object? value)
    {
        _named.Add(field.Column);
        _state[field.Column] = StoredValue.Write(value);
    }

    /// <summary>Says that another record has what this one's field is to be.</summary>
    public void IsTaken(RecordField field, JsonElement wanted, AuditEntry change)
    {
        Obstacle = $"Another record has the {field.Name} by now that it had.";
        _contested.Add((field, null, _row.GetValueOrDefault(field.Column, wanted), wanted, null, change));
    }

    /// <summary>Says that the database did not let the viewer write it.</summary>
    public void IsRefused() => Obstacle = "You may not change it.";

    /// <summary>Why the changes cannot be undone.</summary>
    /// <param name="users">Those of <see cref="Others"/>.</param>
    public RevertConflictException Conflict(IReadOnlyDictionary<long, User> users) => new(
        Obstacle ?? $"Others changed the same since: {string.Join(", ", _contested.Select(contested => contested.Field.Name).Distinct())}.",
        type.Name, RecordTypes.Id(type.Name, Id))
    {
        Conflicts = [.. _contested.Select(contested => AsConflict(contested, users))],
    };

    private FieldConflict AsConflict(
        (RecordField Field, JsonElement? Before, JsonElement Theirs, JsonElement Yours, MergedField? Merged, AuditEntry Change) contested,
            IReadOnlyDictionary<long, User> users)
    {
        var (field, last) = (contested.Field, LastChange(contested.Field));
        return new(
            field.Name, contested.Before is { } before ? field.Stored(before) : null, field.Stored(contested.Theirs),
            IsNull(contested.Yours) ? null : field.Stored(contested.Yours), last?.ChangedById is { } by ? users.GetValueOrDefault(by) : null,
            last?.ChangedAt ?? contested.Change.ChangedAt, contested.Merged?.Pieces);
    }

    private LaterChange? LastChange(RecordField field) => since.LastOrDefault(later => later.Columns.Contains(field.Column));

    /// <summary>What was created goes aside as it is, unless others made something of it. Where it is aside already there is nothing to do.</summary>
    private void UndoCreation(IReadOnlyList<AuditEntry> changes)
    {
        if (!type.HasTrash)
        {
            Obstacle = "It was created, and cannot be put aside.";
        }
        else if (IsNull(_row[Aside]))
        {
            foreach (var (column, now) in _row)
            {
                var (field, last) = (FieldOf(column), changes.First(change => change.NewData!.Value.TryGetProperty(column, out _)));
                if (last.NewData!.Value.GetProperty(column) is var left && !IsSame(field, left, now))
                {
                    _contested.Add((field, left, now, s_null, null, last));
                }
            }

            _state[Aside] = JsonSerializer.SerializeToElement(changes[0].ChangedAt);      // the database puts its own moment there
        }
    }

    private void UndoChange(AuditEntry change, CancellationToken ct)
    {
        foreach (var (column, before) in Columns(change.OldData!.Value))
        {
            var (field, after) = (type.Columns.FirstOrDefault(one => one.Column == column), change.NewData!.Value.GetProperty(column));
            if (column == AsideBy || field is not null && type.Follows.Contains(field.Property.Name))
            {
                continue;
            }

            if (field is null || !_state.TryGetValue(column, out var now) || column == Aside && !type.HasTrash)
            {
                Obstacle = $"A change of {RecordTypes.Field(column)} cannot be undone.";
            }
            else if (type.TakesBack(field, before))
            {
                var merged = ConflictRule.Merge(type, field, after, now, before, isWhole: true, ct);
                if (merged.Value is { } value)
                {
                    _state[column] = value;
                }
                else
                {
                    _contested.Add((field, after, _row[column], before, merged, change));
                }
            }
        }
    }

    private RecordField FieldOf(string column) => type.Columns.Single(one => one.Column == column);

    private static bool IsSame(RecordField field, JsonElement one, JsonElement other)
        => JsonElement.DeepEquals(field.Stored(one), field.Stored(other));

    private static bool IsNull(JsonElement value) => value.ValueKind == JsonValueKind.Null;

    private static Dictionary<string, JsonElement> Columns(JsonElement data)
        => data.EnumerateObject().ToDictionary(column => column.Name, column => column.Value);
}
