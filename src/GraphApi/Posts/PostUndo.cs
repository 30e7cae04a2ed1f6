using System.Text.Json;
using GraphBlog.GraphApi.Records;
using GraphBlog.GraphApi.Undo;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Posts;

/// <summary>What is special about posts when changes of them are undone: their slugs, and what readers see of them.</summary>
internal static class PostUndo
{
    /// <summary>A slug is one post's, of those that are not in the trash.</summary>
    public static async Task<IReadOnlyDictionary<long, (RecordField Field, JsonElement Value)>> TakenAsync(
        BlogDbContext blog, RecordField slug, IReadOnlyDictionary<long, IReadOnlyDictionary<string, JsonElement>> rows, CancellationToken ct)
    {
        var ids = rows.Keys.ToArray();
        var kept = await blog.LiveAndTrash<Post>().Where(post => ids.Contains(post.Id)).Select(post => new { post.Id, post.Slug })
            .ToDictionaryAsync(post => post.Id, post => post.Slug, ct);
        var wanted = rows.Where(row => kept.ContainsKey(row.Key))
            .ToDictionary(row => row.Key, row => row.Value.TryGetValue(slug.Column, out var value) ? value.GetString()! : kept[row.Key]);
        var slugs = wanted.Values.ToArray();
        var others = await blog.LiveAndTrash<Post>().Where(post => post.DeletedAt == null && slugs.Contains(post.Slug) && !ids.Contains(post.Id))
            .Select(post => post.Slug).ToListAsync(ct);
        var twice = wanted.GroupBy(row => row.Value).Where(same => same.Count() > 1).Select(same => same.Key);
        var taken = others.Concat(twice).ToHashSet(StringComparer.Ordinal);
        return wanted.Where(row => taken.Contains(row.Value)).ToDictionary(row => row.Key, row => (slug, StoredValue.Write(row.Value)));
    }

    /// <summary>
    /// What readers saw before the changes they see again, where the post is again what they saw: naming the status publishes it. An older
    /// version cannot be made live in its place, nor a schedule be set for one; both are for a person to do.
    /// </summary>
    public static async Task SettleAsync(BlogDbContext blog, RecordType<Post> type, IReadOnlyCollection<UndoneRecord> records, CancellationToken ct)
    {
        var seen = new Dictionary<UndoneRecord, int>();
        foreach (var record in records.Where(record => !record.GoesAside))
        {
            if (Found(type.Field(nameof(Post.PublishAt)).Column, record) is { } schedule)
            {
                Unschedule(type, record, schedule);
            }

            if (Found(type.Field(nameof(Post.LiveVersion)).Column, record) is { ValueKind: JsonValueKind.Number } live)
            {
                seen[record] = live.GetInt32();
            }
        }

        if (seen.Count == 0)
        {
            return;
        }

        var content = type.Reverted.Except([nameof(Post.Status)]).Select(type.Field).ToList();
        var was = await RevisionsAsync([.. seen.Keys.Select(record => record.Id)], [.. seen.Values]);
        var now = await RevisionsAsync([.. seen.Keys.Select(record => record.Id)], [.. seen.Keys.Select(record => record.Version)]);
        foreach (var record in seen.Keys)
        {
            if (was.TryGetValue(record.Id, out var then) && now.TryGetValue(record.Id, out var row)
                && content.TrueForAll(field => JsonElement.DeepEquals(
                    then.Data.GetProperty(field.Column), record.State.GetValueOrDefault(field.Column, row.Data.GetProperty(field.Column)))))
            {
                record.Name(type.Field(nameof(Post.Status)), PostStatus.Published);
            }
            else
            {
                record.Obstacle = $"Readers saw its version {seen[record]}, which is not what it said before the changes; revert it to that and publish it.";
            }
        }

        async Task<Dictionary<long, Revision>> RevisionsAsync(long[] ids, int[] versions)
            => await blog.Revisions<Post>(ids, versions).ToDictionaryAsync(revision => revision.RecordId, ct);
    }

    private static void Unschedule(RecordType<Post> type, UndoneRecord record, JsonElement schedule)
    {
        if (schedule.ValueKind != JsonValueKind.Null)
        {
            record.Obstacle = "It was to be published at a moment; schedule it again.";
        }
        else if (!record.Changes.ContainsKey(type.Field(nameof(Post.Status)).Column))
        {
            record.Name(type.Field(nameof(Post.PublishAt)), null);
            record.Name(type.Field(nameof(Post.ScheduledVersion)), null);
        }
    }

    /// <summary>What the first of the changes found in a column; undefined where none of them changed it, or others did since.</summary>
    private static JsonElement? Found(string column, UndoneRecord record)
    {
        var first = record.Undone.LastOrDefault(change => change.OldData is { } old && old.TryGetProperty(column, out _));
        if (first is null)
        {
            return null;
        }

        if (record.Since.Any(later => later.Version > first.Version && later.Columns.Contains(column)))
        {
            record.Obstacle = "Others decided since what readers see of it.";
            return null;
        }

        return first.OldData!.Value.GetProperty(column);
    }
}
