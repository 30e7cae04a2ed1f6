using System.Text.Json;
using CsCheck;
using GraphBlog.Engine.EntityFramework.Filtering;
using GraphBlog.GraphApi.Audit;
using GraphBlog.GraphApi.Records;
using GraphBlog.Persistence.Audit;
using GraphBlog.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using static GraphBlog.Tests.Finding.Condition;

namespace GraphBlog.Tests.Finding;

/// <summary>Audit entries of every kind, with gaps where entries may have them.</summary>
public sealed class SomeEntries : IAsyncLifetime
{
    private const int Count = 80;

    private static readonly string[] s_columns = ["title", "author_id", "published_at", "deleted_at", "display_name", "version", "org_id"];

    public TestDatabase Database { get; } = new();

    public ServedBlog Blog { get; private set; } = null!;

    /// <summary>All that Ada sees.</summary>
    public List<AuditEntry> All { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        await Database.InitializeAsync();
        var rows = Enumerable.Range(0, Count).Select(n => Row(n, new Random(n)));
        await Database.ForgeAsync(
            "insert into audit.audit_log (org_id, changed_at, table_name, record_id, version, action, changed_by, actor_kind, on_behalf_of, request_id, old_data, new_data)"
            + $" values {string.Join(", ", rows)}");
        Blog = new(Database.App);
        All = await Blog.AsAsync(ServedBlog.Ada, blog => blog.AuditLog.ToListAsync());
    }

    public async Task DisposeAsync()
    {
        await Blog.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Random filters of entries.</summary>
    public Gen<Condition<AuditEntryFilterInput, AuditEntry>> Filters(int depth = 1)
    {
        var fields = RandomFilters.Texts([.. s_columns.Select(RecordTypes.Field), "title", "publishedAt"]);
        Gen<Operation<AuditEntryFilterInput, AuditEntry>>[] plain =
        [
            Member<AuditEntryFilterInput, AuditEntry, StringOperationFilterInput, string?>(
                "recordType", RandomConditions.Text(Gen.OneOf("posts", "users", "user", "s", "")), (i, o) => i.RecordType = o, e => e.RecordType),
            Member<AuditEntryFilterInput, AuditEntry, EnumOperationFilterInput<AuditAction>, AuditAction>(
                "action", RandomConditions.Choice<AuditAction>(), (i, o) => i.Action = o, e => e.Action),
            Member<AuditEntryFilterInput, AuditEntry, IdOperationFilterInput, long?>(
                "changedBy", RandomConditions.User(), (i, o) => i.ChangedById = o, e => e.ChangedById),
            RandomConditions.Record().Select(record => new Operation<AuditEntryFilterInput, AuditEntry>(
                "recordId", input => input.RecordId = record.Input, record.Holds, record.Text)),
            Member<AuditEntryFilterInput, AuditEntry, EnumOperationFilterInput<ActorKind>, ActorKind>(
                "actorKind", RandomConditions.Choice<ActorKind>(), (i, o) => i.ActorKind = o, AuditFields.ActorKind),
            Member<AuditEntryFilterInput, AuditEntry, IdOperationFilterInput, long?>(
                "onBehalfOf", RandomConditions.User(), (i, o) => i.OnBehalfOfId = o, e => e.OnBehalfOfId),
            Member<AuditEntryFilterInput, AuditEntry, DateTimeOperationFilterInput, DateTimeOffset?>(
                "changedAt", RandomConditions.Moment([.. All.Select(e => e.ChangedAt)]), (i, o) => i.ChangedAt = o, e => e.ChangedAt),
            Member<AuditEntryFilterInput, AuditEntry, StringOperationFilterInput, string?>(
                "requestId", RandomConditions.Text(Gen.OneOf("r-1", "r-2", "r", "-", "", "nul\0")), (i, o) => i.RequestId = o, e => e.RequestId),
            RandomConditions.Text(fields).Select(field => new Operation<AuditEntryFilterInput, AuditEntry>(
                "field",
                input => input.Field = field.Input,
                field.Holds is { } holds ? entry => AuditFields.Changes(entry).Any(change => holds(change.Field)) : null,
                field.Text)),
        ];
        if (depth == 0)
        {
            return Of(plain);
        }

        var inner = Filters(depth - 1);
        return Of([.. plain, Several("and", inner, true, (i, o) => i.And = o), Several("or", inner, false, (i, o) => i.Or = o)]);
    }

    // Every eighth is the other organisation's.
    private static string Row(int n, Random random)
    {
        var action = random.GetItems(["CREATE", "UPDATE", "UPDATE", "TRASH", "RESTORE", "PURGE"], 1)[0];
        string[] columns = [.. s_columns.Where(_ => random.Next(3) == 0)];
        var (before, after) = action switch
        {
            "PURGE" => ("null", "null"),
            "CREATE" => ("null", Data(s_columns)),
            _ => (Data(columns), Data(columns)),
        };
        return $"({(n % 8 == 7 ? 2 : 1)}, timestamptz '2026-11-23 04:46:50Z' + {random.Next(9)} * interval '1 microsecond', "
            + $"'{random.GetItems(["posts", "users", "organisations"], 1)[0]}', {random.Next(1, 4)}, {n}, '{action}', "
            + $"{random.GetItems(["null", "1", "2", "3"], 1)[0]}, {random.GetItems(["null", "'USER'", "'SERVICE'", "'IMPORT'"], 1)[0]}, "
            + $"{random.GetItems(["null", "null", "1", "2"], 1)[0]}, {random.GetItems(["null", "'r-1'", "'r-2'", "''"], 1)[0]}, {before}, {after})";

        string Data(IEnumerable<string> columns)
            => $"'{JsonSerializer.Serialize(columns.ToDictionary(column => column, _ => random.Next(3) == 0 ? null : (int?)random.Next(9)))}'";
    }
}
