using GraphBlog.GraphApi.Undo;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Audit;
using GraphBlog.Persistence.Posts;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// The command `import --undo`: takes back what an import wrote. What somebody changed by hand since, in the same place, is left as it is and
/// named; exit code 1 then. Which file a post came from stays known, so that a later import leaves what was undone alone, like any post that
/// was trashed or edited in the blog.
/// </summary>
internal static class ImportUndo
{
    public static async Task<int> RunAsync(WebApplicationBuilder builder, string org, string user, string requestId)
    {
        var undone = await UndoAsync(builder, org, user, requestId);
        undone.Lines.ToList().ForEach(Console.WriteLine);
        return undone.Result.Conflicts.Count > 0 ? 1 : 0;
    }

    /// <summary>The undo, which prints nothing.</summary>
    /// <returns>What it came to, and what a person is told.</returns>
    public static Task<(UndoResult Result, IReadOnlyList<string> Lines)> UndoAsync(WebApplicationBuilder builder, string org, string user,
        string requestId)
        => Import.AsUserAsync(builder, org, user, async blog =>
        {
            // by the mark that the database made: any client may send such a request id
            var changes = blog.AuditLog.Where(entry => entry.RequestId == requestId && entry.Kind == ActorKind.Import);
            var result = await blog.UndoAsync(changes, int.MaxValue - 1, CancellationToken.None, leaveConflicts: true);
            var left = result.Conflicts.Select(conflict => (long)conflict.RecordId.KeyAs(typeof(long))).ToArray();
            var slugs = await blog.LiveAndTrash<Post>().Where(post => left.Contains(post.Id))
                .ToDictionaryAsync(post => $"{post.Id}", post => post.Slug);
            return (result, (IReadOnlyList<string>)[.. Lines(result, blog.Tenant.RequestId!, slugs)]);
        });

    private static IEnumerable<string> Lines(UndoResult result, string requestId, IReadOnlyDictionary<string, string> slugs)
    {
        var aside = result.Outcomes.Count(outcome => outcome.Changes.Any(change => change is { Field: "deletedAt", After: not null }));
        yield return result is { Outcomes: [], Conflicts: [] } ? "There is nothing to undo: no import made such changes, or they are undone."
            : $"{result.Outcomes.Count} posts undone: {aside} put into the trash, {result.Outcomes.Count - aside} changed back; {result.Conflicts.Count} left as they are";
        if (result.Outcomes.Count > 0)
        {
            yield return $"  to undo this: import --undo {requestId}";
        }

        foreach (var conflict in result.Conflicts)
        {
            yield return $"  left  {slugs.GetValueOrDefault(conflict.RecordId.Key, $"{conflict.RecordType} {conflict.RecordId.Key}")}: {conflict.Message}";
        }
    }
}
