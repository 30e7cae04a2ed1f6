using System.Text.Json;
using GraphBlog.Engine;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Http;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Tenancy;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphQL.DataLoader;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Records;

/// <summary>Two versions of a record, whose current version is <paramref name="Current"/>.</summary>
public sealed record DiffKey(long RecordId, int Current, int From, int To);

/// <summary>What changed between versions of records of a kind; one statement for all of a page.</summary>
public sealed class DiffLoader<T>(BlogDbContext blog) : BatchDataLoader<DiffKey, IReadOnlyList<FieldChange>> where T : class, IRecord, new()
{
    private static readonly RecordType<T> s_type = RecordTypes.Of<T>();

    /// <summary>What changed between two versions, field by field and sorted by field.</summary>
    /// <param name="record">The record, of which id and version were read.</param>
    /// <param name="from">The version whose values are `before`.</param>
    /// <param name="to">The version whose values are `after`; null for the current one.</param>
    /// <exception cref="GraphQLRequestException">The viewer's role sees no history of such records.</exception>
    public IDataLoaderResult<IReadOnlyList<FieldChange>> LoadAsync(T record, int from, int? to)
    {
        blog.Tenant.Require(s_type.HistoryRole);
        return LoadAsync(new(record.Id, record.Version, from, to ?? record.Version))!;
    }

    protected override async Task<IReadOnlyDictionary<DiffKey, IReadOnlyList<FieldChange>>> LoadBatchAsync(
        IReadOnlyList<DiffKey> keys, CancellationToken ct)
    {
        var ids = keys.Select(key => key.RecordId).Distinct().ToArray();
        var (first, last) = (keys.Min(key => Math.Min(key.From, key.To)), keys.Max(key => Math.Max(key.From, key.To)));
        var entries = await blog.AuditLog
            .Where(entry => entry.RecordType == s_type.Name && ids.Contains(entry.RecordId) && entry.Version > first && entry.Version <= last)
            .Select(entry => new AuditEntry { RecordId = entry.RecordId, Version = entry.Version, OldData = entry.OldData, NewData = entry.NewData })
            .OrderBy(entry => entry.Version).ToListAsync(ct);
        var byRecord = entries.ToLookup(entry => entry.RecordId);
        return keys.ToDictionary(key => key, key => Between(key, byRecord[key.RecordId]));
    }

    private static IReadOnlyList<FieldChange> Between(DiffKey key, IEnumerable<AuditEntry> entries)
    {
        var (older, newer) = (Math.Min(key.From, key.To), Math.Max(key.From, key.To));
        var between = entries.Where(entry => entry.Version > older && entry.Version <= newer).ToList();
        if (older < 1 || newer > key.Current || between.Count != newer - older)
        {
            throw new GraphQLRequestException(
                $"The history of the {s_type.TypeName.ToLowerInvariant()} does not reach from version {key.From} to version {key.To}.",
                ErrorCodes.RevisionNotFound,
                StatusCodes.Status404NotFound);
        }

        return
        [
            .. between.SelectMany(entry => entry.OldData!.Value.EnumerateObject(), (entry, column) =>
                    (column.Name, Old: column.Value, New: entry.NewData!.Value.GetProperty(column.Name)))
                .GroupBy(change => change.Name, (name, changes) => (Name: name, Old: changes.First().Old, New: changes.Last().New))
                .Where(change => !JsonElement.DeepEquals(change.Old, change.New))
                .Select(change => key.From <= key.To ? change : (change.Name, Old: change.New, New: change.Old))
                .Select(change => new FieldChange(
                    RecordTypes.Field(change.Name), RecordTypes.Value(change.Name, change.Old), RecordTypes.Value(change.Name, change.New)))
                .OrderBy(change => change.Field, StringComparer.Ordinal),
        ];
    }
}
