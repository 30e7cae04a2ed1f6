using System.Text.Json;

namespace GraphBlog.GraphApi.Records;

/// <summary>
/// The rule by which two changes of one field come together, whoever made them: two people, or a file and the blog. What both sides
/// changed to different values is in conflict; all else has one answer.
/// </summary>
internal static class ConflictRule
{
    /// <param name="theyChangedIt">Whether their value is another than it was, or it is not known what it was.</param>
    /// <param name="bothAgree">Whether their value is ours.</param>
    public static bool IsConflict(bool theyChangedIt, bool bothAgree) => theyChangedIt && !bothAgree;

    /// <summary>The value that has both changes; null when they are in conflict.</summary>
    /// <param name="field">The field, whose kind decides how finely its values are compared: here as wholes.</param>
    /// <param name="before">What it was; null when the log does not tell any more.</param>
    /// <param name="theirs">What they made of it.</param>
    /// <param name="yours">What is to become of it.</param>
    public static JsonElement? Merge(RecordField field, JsonElement? before, JsonElement theirs, JsonElement yours)
    {
        var theyChangedIt = before is not { } was || !JsonElement.DeepEquals(field.Stored(was), field.Stored(theirs));
        return IsConflict(theyChangedIt, JsonElement.DeepEquals(field.Stored(theirs), field.Stored(yours))) ? null : yours;
    }
}
