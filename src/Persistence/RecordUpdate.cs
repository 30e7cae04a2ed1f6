using System.Data.Common;
using System.Linq.Expressions;
using GraphBlog.Shared;
using GraphBlog.Statements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphBlog.Persistence;

/// <summary>
/// One UPDATE ... RETURNING of a tracked record, made once for each set of columns.
/// SaveChanges makes its statement and books its outcome anew each time, which cost more than the statement, and returns every column.
/// </summary>
public static class RecordUpdate
{
    /// <summary>Clients choose the columns, so what is remembered is bounded.</summary>
    private const int MaxStatements = 512;

    private static readonly BoundedCache<string, Update> s_updates = new(MaxStatements);

    /// <summary>Writes the modified properties where key and concurrency token still hold, and fills in others from the row as it is then.</summary>
    /// <param name="blog">A context inside <see cref="BlogDbContext.WriteAsync"/>.</param>
    /// <param name="record">The record.</param>
    /// <param name="returned">The properties to fill in; null for all. The concurrency token is always among them.</param>
    /// <param name="isLast">Whether nothing more is written or read in this transaction: COMMIT then travels with the statement.</param>
    /// <param name="ct">Cancels it.</param>
    /// <param name="inTrash">Whether only a record of the trash counts.</param>
    /// <returns>False when there is no such record at that version: what is expected to happen is no exception.</returns>
    /// <exception cref="DbUpdateException">The database refused.</exception>
    public static async Task<bool> UpdateAsync<T>(
        this BlogDbContext blog, EntityEntry<T> record, IReadOnlyCollection<string>? returned, bool isLast, CancellationToken ct,
        bool inTrash = false)
        where T : class, IRecord
    {
        var update = Find(blog, record, returned, inTrash);
        if (isLast && blog.Key is null)      // a key that was taken for an UPDATE of nothing must go with it
        {
            blog.CommitWithNext();
        }

        try
        {
            await using var sent = await blog.SendAsync([(update.Statement, update.Values(record))], null, ct);
            var isFound = await sent.Rows.ReadAsync(ct);
            if (isFound)
            {
                update.Fill(sent.Rows, record.Entity);
                blog.Saw<T>(record.Entity.Id, record.Entity.Version);
            }

            while (await sent.NextAsync())
            {
                // to the end: only there a COMMIT says that it failed
            }

            return isFound;
        }
        catch (DbException e)
        {
            throw new DbUpdateException(e.Message, e, [record]);
        }
    }

    /// <summary>
    /// The same of several records, in one round trip and in the order in which they are given; of each the concurrency token is filled in. COMMIT
    /// never travels along: that all of them were there is known when all have answered.
    /// </summary>
    /// <param name="blog">A context inside <see cref="BlogDbContext.WriteAsync"/>.</param>
    /// <param name="records">The records, each once, and whether only one of the trash counts.</param>
    /// <param name="ct">Cancels it.</param>
    /// <returns>How many of them, from the first on, there were at their versions.</returns>
    /// <exception cref="DbUpdateException">The database refused one.</exception>
    public static async Task<int> UpdateAllAsync<T>(
        this BlogDbContext blog, IReadOnlyList<(EntityEntry<T> Record, bool InTrash)> records, CancellationToken ct) where T : class, IRecord
    {
        if (records.Count == 0)
        {
            return 0;
        }

        var updates = records.Select(one => Find(blog, one.Record, [], one.InTrash)).ToList();
        try
        {
            var calls = updates.Select((update, i) => (update.Statement, update.Values(records[i].Record)));
            await using var sent = await blog.SendAsync([.. calls], null, ct);
            var (found, isWhole) = (0, true);
            do
            {
                isWhole = isWhole && await sent.Rows.ReadAsync(ct);
                if (isWhole)
                {
                    updates[found].Fill(sent.Rows, records[found].Record.Entity);
                    blog.Saw<T>(records[found].Record.Entity.Id, records[found].Record.Entity.Version);
                    found++;
                }
            }
            while (await sent.NextAsync());

            return found;
        }
        catch (DbException e)
        {
            throw new DbUpdateException(e.Message, e, [.. records.Select(one => one.Record)]);
        }
    }

    private static Update Find<T>(BlogDbContext blog, EntityEntry<T> record, IReadOnlyCollection<string>? returned, bool inTrash) where T : class
    {
        var type = record.Metadata;
        var changed = type.GetProperties().Where(property => record.Property(property).IsModified).ToList();
        var key = $"{type.Name} {string.Join(' ', changed.Select(property => property.Name))} > "
            + $"{(returned is null ? "*" : string.Join(' ', returned))} {inTrash}";
        return s_updates.GetOrAdd(key, static (_, from) => new(from.blog, from.type, from.changed, [.. from.type.GetProperties().Where(
            property => property.IsConcurrencyToken || from.returned?.Contains(property.Name) != false && !property.IsPrimaryKey())], from.inTrash),
            (blog, type, changed, returned, inTrash));
    }

    private sealed class Update
    {
        private readonly List<IProperty> _changed;
        private readonly List<IProperty> _conditions;

        public Update(BlogDbContext blog, IEntityType type, List<IProperty> changed, List<IProperty> wanted, bool inTrash)
        {
            (_changed, _conditions) = (changed, [.. type.GetProperties().Where(property => property.IsPrimaryKey() || property.IsConcurrencyToken)]);
            var names = blog.GetService<ISqlGenerationHelper>();
            var table = StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema());
            string Column(IProperty property) => names.DelimitIdentifier(property.GetColumnName(table)!);
            string Given(List<IProperty> properties, int after, string separator)
                => string.Join(separator, properties.Select((property, i) => $"{Column(property)} = ${after + i + 1}"));
            Statement = new(
                $"UPDATE {names.DelimitIdentifier(table.Name, table.Schema)} SET {Given(changed, 0, ", ")}\n"
                + $"WHERE {Given(_conditions, changed.Count, " AND ")}"
                + (inTrash ? $" AND {Column(type.FindProperty(nameof(IRecord.DeletedAt))!)} IS NOT NULL\n" : "\n")
                + $"RETURNING {string.Join(", ", wanted.Select(Column))}",
                [.. changed.Concat(_conditions).Select((property, i) => (i, property.GetRelationalTypeMapping()))]);
            Fill = Filler(type, wanted);
        }

        public Statement Statement { get; }

        public Action<DbDataReader, object> Fill { get; }

        /// <summary>The values of the statement: those that the row gets, and those that it must have.</summary>
        public object?[] Values(EntityEntry record)
            => [.. _changed.Select(property => record.CurrentValues[property]), .. _conditions.Select(property => record.OriginalValues[property])];

        /// <summary>Sets one property after the other to the row's columns, converted as the model says.</summary>
        private static Action<DbDataReader, object> Filler(IEntityType type, List<IProperty> wanted)
        {
            var (reader, record) = (Expression.Parameter(typeof(DbDataReader), "reader"), Expression.Parameter(typeof(object), "record"));
            var assignments = wanted.Select((property, i) => (Expression)Expression.Assign(
                Expression.Property(Expression.Convert(record, type.ClrType), property.PropertyInfo!), ColumnReader.Value(reader, i, property)));
            return Expression.Lambda<Action<DbDataReader, object>>(Expression.Block(assignments), reader, record).Compile();
        }
    }
}
