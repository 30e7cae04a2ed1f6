using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace GraphBlog.Persistence;

/// <summary>What the mappings of all protected tables share.</summary>
internal static class Mapping
{
    /// <summary>The columns that triggers write: their values come back with each write and are never sent.</summary>
    public static void IsStampedByDatabase<T>(this EntityTypeBuilder<T> entity) where T : class
    {
        // Others lead here by the id alone (HasPrincipalKey): each table's policy compares its organisation with the viewer's, and one table's
        // compared with another's as well has PostgreSQL believe in a hundredth of the rows, and scan the users for each (docs/performance.md).
        entity.HasKey("OrgId", "Id");
        entity.Property("Id").ValueGeneratedOnAdd();
        entity.Property("Version").IsWrittenByDatabase().IsConcurrencyToken();
        foreach (var column in (string[])["CreatedAt", "CreatedById", "UpdatedAt", "UpdatedById", "DeletedById"])
        {
            entity.Property(column).IsWrittenByDatabase();
        }

        // Sent when a record is trashed or restored; the time that counts is the one the trigger puts in its place.
        entity.Property("DeletedAt").ValueGeneratedOnAddOrUpdate().Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Save);
    }

    /// <summary>
    /// A column the client may write. Marking it as generated makes EF read it back wherever it was not sent, so that one
    /// UPDATE ... RETURNING answers the whole record as it is now, without a SELECT.
    /// </summary>
    public static PropertyBuilder<T> IsReturnedByWrites<T>(this PropertyBuilder<T> property)
    {
        property.ValueGeneratedOnAddOrUpdate();
        property.Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Save);
        property.Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Save);
        return property;
    }

    /// <summary>A column that triggers write.</summary>
    public static PropertyBuilder IsWrittenByDatabase(this PropertyBuilder property)
    {
        property.ValueGeneratedOnAddOrUpdate();
        property.Metadata.SetBeforeSaveBehavior(PropertySaveBehavior.Ignore);
        property.Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
        return property;
    }
}

/// <summary>Enum members as the database and GraphQL both spell them: <c>Published</c> is <c>PUBLISHED</c>.</summary>
internal static class Upper<T> where T : struct, Enum
{
    public static readonly ValueConverter<T, string> Case = new(
        value => value.ToString().ToUpperInvariant(), text => Enum.Parse<T>(text, true));
}
