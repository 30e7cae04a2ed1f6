using System.Text.Json;
using System.Text.Json.Serialization;
using GraphBlog.Persistence.Audit;

namespace GraphBlog.GraphApi.Revisions;

/// <summary>Reads the rows of records as they were.</summary>
internal static class RevisionRow
{
    private static readonly JsonSerializerOptions s_columns = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The row's columns, as the database writes them in JSON.</summary>
    public static TRow Row<TRow>(this Revision revision) where TRow : class => revision.Data.Deserialize<TRow>(s_columns)!;
}
