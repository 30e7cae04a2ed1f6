using System.Text.Json;
using GraphBlog.Engine.Projections;
using GraphBlog.Engine.Relay;
using GraphBlog.Engine.Types;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Audit;
using GraphQL.DataLoader;

namespace GraphBlog.GraphApi.Audit;

[ObjectType<AuditEntry>(IgnoreProperties = [nameof(AuditEntry.OrgId), nameof(AuditEntry.ChangedById), nameof(AuditEntry.OnBehalfOfId), nameof(AuditEntry.Kind), nameof(AuditEntry.Tx)])]
public static class AuditFields
{
    [NodeResolver]
    public static IDataLoaderResult<AuditEntry?> GetEntryById([ID<AuditEntry>] string id, AuditEntryByIdLoader entries, QueryContext<AuditEntry> query)
        => entries.LoadAsync(id, query);

    [return: ID<AuditEntry>]
    public static string Id([Parent($"{nameof(AuditEntry.Id)} {nameof(AuditEntry.ChangedAt)}")] AuditEntry entry) => AuditEntryKey.Of(entry);

    /// <summary>The number of the database transaction that made the change; changes made in one transaction share it.</summary>
    public static long Transaction([Parent(nameof(AuditEntry.Tx))] AuditEntry entry) => (long)entry.Tx;

    /// <summary>What kind of actor made the change, as the database knew it from the verified token. Of entries from before it knew: a person where there is one.</summary>
    public static ActorKind ActorKind([Parent($"{nameof(AuditEntry.Kind)} {nameof(AuditEntry.ChangedById)}")] AuditEntry entry)
        => entry.Kind ?? (entry.ChangedById is null ? Persistence.Audit.ActorKind.Migration : Persistence.Audit.ActorKind.User);

    /// <summary>The record that changed. It may have been moved to the trash or removed since.</summary>
    public static GlobalId RecordId([Parent($"{nameof(AuditEntry.RecordType)} {nameof(AuditEntry.RecordId)}")] AuditEntry entry)
        => RecordTypes.Id(entry.RecordType, entry.RecordId);

    /// <summary>The changed columns with their values before the change; null for a creation and for a purge.</summary>
    public static JsonElement? OldData([Parent(nameof(AuditEntry.OldData))] AuditEntry entry) => RecordTypes.Stored(entry.OldData);

    /// <summary>The changed columns with their values after the change; the whole row for a creation; null for a purge.</summary>
    public static JsonElement? NewData([Parent(nameof(AuditEntry.NewData))] AuditEntry entry) => RecordTypes.Stored(entry.NewData);

    /// <summary>What changed, field by field, in the API's names; empty for a purge.</summary>
    public static IReadOnlyList<FieldChange> Changes([Parent($"{nameof(AuditEntry.OldData)} {nameof(AuditEntry.NewData)}")] AuditEntry entry)
    {
        if (entry.NewData is not { ValueKind: JsonValueKind.Object } after)
        {
            return [];
        }

        var before = entry.OldData ?? default;
        return
        [
            .. from column in after.EnumerateObject()
               where RecordTypes.IsContent(column.Name)
               let was = before.ValueKind == JsonValueKind.Object && before.TryGetProperty(column.Name, out var old) ? old : default
               let earlier = was.ValueKind == JsonValueKind.Undefined ? null : RecordTypes.Value(column.Name, was)
               let now = RecordTypes.Value(column.Name, column.Value)
               where earlier is not null || now is not null
               select new FieldChange(RecordTypes.Field(column.Name), earlier, now),
        ];
    }
}

/// <summary>One field that a change altered.</summary>
/// <param name="Field">The field's name in the API.</param>
/// <param name="Before">The field's value before the change; null when it had none.</param>
/// <param name="After">The field's value after the change; null when it had none.</param>
public sealed record FieldChange(string Field, JsonElement? Before, JsonElement? After);
