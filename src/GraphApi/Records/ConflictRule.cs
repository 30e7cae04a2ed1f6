using System.Text.Json;
using GraphBlog.GraphApi.Records.Merging;

namespace GraphBlog.GraphApi.Records;

/// <summary>What two changes of one field come to.</summary>
/// <param name="Value">The value that has both; null when they cannot be put together.</param>
/// <param name="IsConflict">Whether both sides changed it, to different values.</param>
/// <param name="Pieces">The text in parts, settled and contested; null when it is no text, or nobody knows what it was before.</param>
internal sealed record MergedField(JsonElement? Value, bool IsConflict, IReadOnlyList<MergePiece>? Pieces = null);

/// <summary>
/// The rule by which two changes of one field come together, whoever made them: two people, or a file and the blog. What both sides
/// changed to different values is in conflict; a text or a list can be merged all the same where they changed different parts of it.
/// </summary>
internal static class ConflictRule
{
    /// <param name="theyChangedIt">Whether their value is another than it was, or it is not known what it was.</param>
    /// <param name="bothAgree">Whether their value is ours.</param>
    public static bool IsConflict(bool theyChangedIt, bool bothAgree) => theyChangedIt && !bothAgree;

    /// <summary>Puts both changes together.</summary>
    /// <param name="type">The record's kind, which says what its texts are and what it takes.</param>
    /// <param name="field">The field.</param>
    /// <param name="before">What it was; null when the log does not tell any more.</param>
    /// <param name="theirs">What they made of it.</param>
    /// <param name="yours">What is to become of it.</param>
    /// <param name="isWhole">Whether the log tells of every change since, without which nothing is merged inside a value.</param>
    /// <param name="ct">Ends the comparison of long texts.</param>
    public static MergedField Merge(
        RecordType type, RecordField field, JsonElement? before, JsonElement theirs, JsonElement yours, bool isWhole, CancellationToken ct)
    {
        var theyChangedIt = before is not { } known || !JsonElement.DeepEquals(field.Stored(known), field.Stored(theirs));
        if (!IsConflict(theyChangedIt, JsonElement.DeepEquals(field.Stored(theirs), field.Stored(yours))))
        {
            return new(yours, IsConflict: false);
        }

        if (before is not { } was || !isWhole)
        {
            return new(null, IsConflict: true);
        }

        if (type.Texts.Contains(field.Property.Name))
        {
            var merged = TextMerge.Of(was.GetString()!, theirs.GetString()!, yours.GetString()!, ct);
            return new(Taken(merged.Text), IsConflict: true, merged.Pieces);
        }

        var isList = field.Property.PropertyType == typeof(string[]);
        return new(isList ? Taken(ListMerge.Of(Entries(was), Entries(theirs), Entries(yours))) : null, IsConflict: true);

        // What became too large by the merge is for a person to shorten.
        JsonElement? Taken(object? value) => value is not null && type.Takes(field, value) ? StoredValue.Write(value) : null;
    }

    private static List<string> Entries(JsonElement list) => [.. list.EnumerateArray().Select(entry => entry.GetString()!)];
}
