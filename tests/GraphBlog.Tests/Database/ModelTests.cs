using GraphBlog.Persistence;
using GraphBlog.Tests.Fixtures;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace GraphBlog.Tests.Database;

/// <summary>EF only believes that its model fits the database, since SQL files made it. Here is the proof.</summary>
public sealed class ModelTests(TestDatabase db) : IClassFixture<TestDatabase>
{
    [Fact]
    public void The_migrations_have_seen_every_change_of_the_model()
    {
        using var context = BlogDatabase.Owner(db.Owner);
        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Equal(BlogMigrations.All, context.Database.GetAppliedMigrations());
    }

    [Fact]
    public async Task Every_mapped_column_exists_with_the_type_and_nullability_the_model_gives_it()
    {
        using var context = BlogDatabase.Owner(db.Owner);
        var mapped = context.Model.GetEntityTypes().SelectMany(ColumnsOf).ToList();
        Assert.True(mapped.Count > 50, $"Only {mapped.Count} columns were found in the model.");

        await using var owner = await db.EnterAsAsync("gb_owner", null, null);
        var existing = (await owner.ColumnAsync<string>(
            """
            select format('%s.%s %s %s', a.attrelid::regclass, a.attname, format_type(coalesce(nullif(y.typbasetype, 0), y.oid), a.atttypmod),
                          case when c.relkind = 'v' then 'as shown' when a.attnotnull then 'not null' else 'null' end)
              from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type y on y.oid = a.atttypid
             where c.relnamespace in ('blog'::regnamespace, 'audit'::regnamespace) and a.attnum > 0 and not a.attisdropped
            """)).ToHashSet();
        Assert.Empty(mapped.Where(column => !existing.Contains(column)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_column_that_differs_in_name_type_or_nullability_would_be_seen()
    {
        using var context = BlogDatabase.Owner(db.Owner);
        var mapped = context.Model.GetEntityTypes().SelectMany(ColumnsOf).ToList();
        Assert.Contains("blog.posts_all.published_at timestamp with time zone null", mapped);
        Assert.Contains("blog.posts_all.tags text[] not null", mapped);
        Assert.Contains("blog.posts.created_by bigint as shown", mapped);
        Assert.Contains("audit.audit_log.old_data jsonb null", mapped);
        Assert.Null(await db.OwnerScalarAsync("select 1 from pg_attribute where attname = 'created_by_id'"));
    }

    private static IEnumerable<string> ColumnsOf(IEntityType entity)
    {
        if (entity.GetTableName() is { } table)
        {
            foreach (var column in Columns(entity, StoreObjectIdentifier.Table(table, entity.GetSchema()), isView: false))
            {
                yield return column;
            }
        }

        if (entity.GetViewName() is { } view)
        {
            // audit_log is a table that EF is told to be a view, so that nothing writes it
            foreach (var column in Columns(entity, StoreObjectIdentifier.View(view, entity.GetViewSchema()), isView: view != "audit_log"))
            {
                yield return column;
            }
        }
    }

    private static IEnumerable<string> Columns(IEntityType entity, StoreObjectIdentifier store, bool isView) =>
        from property in entity.GetProperties()
        let nullability = isView ? "as shown" : property.IsColumnNullable(store) ? "null" : "not null"
        select $"{store.Schema}.{store.Name}.{property.GetColumnName(store)} {property.GetColumnType(store)} {nullability}";
}
