using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence;

/// <summary>What jsonb needs in C#.</summary>
public static class Jsonb
{
    /// <summary>An object without members.</summary>
    public static readonly JsonElement Empty = JsonSerializer.SerializeToElement(new Dictionary<string, string>());

    /// <summary>The members that are not null; null for null. For queries only.</summary>
    public static JsonElement? WithoutNulls(JsonElement? json) => throw new NotSupportedException("Only the database runs this.");

    /// <remarks>Source: PostgreSQL manual, section 9.16 "JSON Functions and Operators", jsonb_strip_nulls.</remarks>
    internal static void MapTo(ModelBuilder model)
    {
        var function = model.HasDbFunction(typeof(Jsonb).GetMethod(nameof(WithoutNulls))!).HasName("jsonb_strip_nulls").IsBuiltIn();
        function.HasStoreType("jsonb");
        function.HasParameter("json").HasStoreType("jsonb");
    }
}
