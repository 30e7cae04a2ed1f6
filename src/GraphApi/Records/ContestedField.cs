using System.Text.Json;
using GraphBlog.GraphApi.Errors;
using GraphBlog.Persistence;
using GraphBlog.Persistence.Users;

namespace GraphBlog.GraphApi.Records;

/// <summary>A field that was to be changed, and that others changed since.</summary>
/// <param name="Field">The field.</param>
/// <param name="Before">Its value before both; null when nobody knows.</param>
/// <param name="Theirs">Its value now.</param>
/// <param name="Yours">The value it was to get.</param>
/// <param name="ChangedBy">Who changed it last.</param>
/// <param name="ChangedAt">When that was.</param>
/// <param name="Merged">What both changes come to.</param>
internal sealed record ContestedField(
    RecordField Field, JsonElement? Before, JsonElement Theirs, JsonElement Yours, User? ChangedBy, DateTimeOffset ChangedAt, MergedField Merged)
{
    /// <summary>As the client is told.</summary>
    public FieldConflict AsConflict() => new(
        Field.Name, Before is { } before ? Field.Stored(before) : null, Field.Stored(Theirs), Field.Stored(Yours), ChangedBy, ChangedAt, Merged.Pieces)
    {
        IsMerged = Merged.Value is not null,
    };

    /// <summary>
    /// The fields that both sides changed. Where the log is not whole, each that it does not tell of counts as changed, and nothing is merged
    /// inside a field: what the log tells may begin after changes that it does not tell.
    /// </summary>
    /// <param name="report">A record whose log is read.</param>
    /// <param name="ct">Ends the comparison of long texts.</param>
    public static IReadOnlyList<ContestedField> Of<T>(ConflictReport<T> report, CancellationToken ct) where T : class, IRecord, new()
    {
        var contested = new List<ContestedField>();
        foreach (var (field, yours) in report is { Yours: { } tried, Live: not null } ? tried.Values : new Dictionary<RecordField, JsonElement>())
        {
            var last = report.Folded.FirstOrDefault(entry => entry.OldData?.TryGetProperty(field.Column, out _) == true);
            if (last is null && report.IsWhole)
            {
                continue;
            }

            var before = last?.OldData!.Value.GetProperty(field.Column);
            var theirs = last?.NewData!.Value.GetProperty(field.Column) ?? StoredValue.Write(field.Property.GetValue(report.Live));
            contested.Add(new(
                field, before, theirs, yours, last is null ? report.UpdatedBy : last.ChangedBy, last?.ChangedAt ?? report.Live!.UpdatedAt,
                ConflictRule.Merge(report.Type, field, before, theirs, yours, report.IsWhole, ct)));
        }

        return contested;
    }
}
