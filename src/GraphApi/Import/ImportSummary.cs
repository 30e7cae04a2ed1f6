namespace GraphBlog.GraphApi.Import;

/// <summary>Accounts for every file of a folder: the counts add up to their number.</summary>
/// <param name="requestId">The id under which the log has what was written; null tells none.</param>
internal sealed class ImportSummary(string? requestId = null)
{
    private readonly List<(string Name, Imported Result)> _files = [];

    public bool HasRefused => _files.Exists(file => file.Result.Outcome == ImportOutcome.Refused);

    public void Add(string name, Imported result) => _files.Add((name, result));

    /// <param name="isVerbose">Whether every file is named; else only what was refused, has a note, or is a link.</param>
    public IEnumerable<string> Lines(bool isVerbose)
    {
        yield return $"{_files.Count} files: {Count(ImportOutcome.Created)} created, {Count(ImportOutcome.Updated)} updated, {Count(ImportOutcome.Unchanged)} unchanged, "
            + $"{Count(ImportOutcome.Kept)} kept as the blog has them, {Count(ImportOutcome.Refused)} refused, {Count(ImportOutcome.Skipped)} skipped";
        foreach (var reason in _files.Where(file => file.Result.Outcome == ImportOutcome.Skipped).GroupBy(file => file.Result.Note)
            .OrderByDescending(all => all.Count()))
        {
            yield return $"  {reason.Count()} skipped: {reason.Key}";
        }

        if (_files.Count(file => file.Result.IsUndated) is > 0 and var undated)
        {
            yield return $"  {undated} without a date: published as of now";
        }

        if (requestId is not null && _files.Exists(file => file.Result.Outcome is ImportOutcome.Created or ImportOutcome.Updated))
        {
            yield return $"  to undo it: import --undo {requestId}";
        }

        foreach (var (name, result) in _files)
        {
            if (isVerbose || result is { Outcome: not ImportOutcome.Skipped, Note: not null } || result is { Note: "a symbolic link" })
            {
                yield return $"  {result.Outcome.ToString().ToLowerInvariant(),-9}  {name}{(result.Note is { } note ? $": {note}" : "")}{(result.IsUndated ? " (without a date)" : "")}";
            }
        }
    }

    private int Count(ImportOutcome outcome) => _files.Count(file => file.Result.Outcome == outcome);
}
