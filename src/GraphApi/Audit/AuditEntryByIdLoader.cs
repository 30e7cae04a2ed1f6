using System.Globalization;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.Projections;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Audit;

/// <summary>Entries by key. The key holds the time as well, so that the database looks into one month only.</summary>
public sealed class AuditEntryByIdLoader(BlogDbContext blog) : QueryLoader<string, AuditEntry>
{
    protected override async Task<IReadOnlyDictionary<string, AuditEntry>> LoadBatchAsync(
        IReadOnlyList<string> keys, QueryContext<AuditEntry> query, CancellationToken ct)
    {
        var wanted = keys.Select(AuditEntryKey.Parse).OfType<(DateTimeOffset Time, long Id)>().ToList();
        var times = wanted.Select(key => key.Time).ToArray();
        var ids = wanted.Select(key => key.Id).ToArray();
        var found = await blog.AuditLog.Where(entry => times.Contains(entry.ChangedAt) && ids.Contains(entry.Id))
            .Select(query.Include([nameof(AuditEntry.ChangedAt)]).Selector).ToListAsync(ct);
        return found.ToDictionary(AuditEntryKey.Of);
    }
}

/// <summary>The key inside an entry's global id: microseconds since 1970, a hyphen, the entry's number.</summary>
internal static class AuditEntryKey
{
    public static string Of(AuditEntry entry) => Of(entry.ChangedAt, entry.Id);

    public static string Of(DateTimeOffset changedAt, long id) => string.Create(CultureInfo.InvariantCulture, $"{(changedAt - DateTimeOffset.UnixEpoch).Ticks / 10}-{id}");

    /// <summary>Null for a text that is no key.</summary>
    public static (DateTimeOffset Time, long Id)? Parse(string key)
        => key.Split('-') is [var time, var id] && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds() * 1_000_000
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (DateTimeOffset.UnixEpoch.AddTicks(microseconds * 10), number)
            : null;
}
