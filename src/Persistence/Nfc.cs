using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence;

/// <summary>
/// Letters composed as Unicode's form NFC has them, by the database: .NET answers a text as it is where it runs without ICU, as this
/// program does.
/// </summary>
internal static class Nfc
{
    /// <summary>Lets queries say <see cref="StringNormalizationExtensions.Normalize(string)"/>; of null it is null.</summary>
    public static void MapTo(ModelBuilder model)
    {
        var compose = typeof(StringNormalizationExtensions).GetMethod(nameof(StringNormalizationExtensions.Normalize), [typeof(string)])!;
        model.HasDbFunction(compose).HasSchema("blog").HasName("nfc").HasParameter(compose.GetParameters()[0].Name!).PropagatesNullability();
    }
}
