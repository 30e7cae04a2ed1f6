using System.Data.Common;
using System.Linq.Expressions;
using GraphBlog.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace GraphBlog.Persistence;

/// <summary>
/// One UPDATE ... RETURNING of a tracked record, made once for each set of columns and sent as any other command of the context.
/// SaveChanges makes its statement and books its outcome anew each time, which cost more than the statement, and returns every column.
/// </summary>
public static class RecordUpdate
{
    /// <summary>Clients choose the columns, so what is remembered is bounded.</summary>
    private const int MaxStatements = 512;

    private static readonly BoundedCache<string, Statement> s_statements = new(MaxStatements);

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
        where T : class
    {
        var statement = Find(blog, record, returned, inTrash);
        var values = new Dictionary<string, object?>();
        statement.AddValues(values, record, "");
        if (isLast && blog.Key is null)      // a key that was taken for an UPDATE of nothing must go with it
        {
            blog.CommitWithNext();
        }

        var connection = blog.GetService<IRelationalConnection>();
        var command = connection.RentCommand();
        command.PopulateFrom(statement.Template);
        try
        {
            var sent = new RelationalCommandParameterObject(
                connection, values, null, blog, blog.GetService<IRelationalCommandDiagnosticsLogger>(), CommandSource.SaveChanges);
            await using var reader = await command.ExecuteReaderAsync(sent, ct);
            var isFound = await reader.ReadAsync(ct);
            if (isFound)
            {
                statement.Fill(reader.DbDataReader, record.Entity);
            }

            while (await reader.DbDataReader.NextResultAsync(ct))
            {
                // to the end: only there a COMMIT says that it failed
            }

            return isFound;
        }
        catch (DbException e)
        {
            throw new DbUpdateException(e.Message, e, [record]);
        }
        finally
        {
            connection.ReturnCommand(command);
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
        this BlogDbContext blog, IReadOnlyList<(EntityEntry<T> Record, bool InTrash)> records, CancellationToken ct) where T : class
    {
        if (records.Count == 0)
        {
            return 0;
        }

        var statements = records.Select(one => Find(blog, one.Record, [], one.InTrash)).ToList();
        var (command, values) = (blog.GetService<IRelationalCommandBuilderFactory>().Create(), new Dictionary<string, object?>());
        for (var i = 0; i < statements.Count; i++)
        {
            statements[i].AppendTo(command, $"r{i}");
            statements[i].AddValues(values, records[i].Record, $"r{i}");
        }

        var connection = blog.GetService<IRelationalConnection>();
        var sent = new RelationalCommandParameterObject(
            connection, values, null, blog, blog.GetService<IRelationalCommandDiagnosticsLogger>(), CommandSource.SaveChanges);
        try
        {
            await using var reader = await command.Build().ExecuteReaderAsync(sent, ct);
            var (found, isWhole) = (0, true);
            do
            {
                isWhole = isWhole && await reader.ReadAsync(ct);
                if (isWhole)
                {
                    statements[found].Fill(reader.DbDataReader, records[found].Record.Entity);
                    found++;
                }
            }
            while (await reader.DbDataReader.NextResultAsync(ct));

            return found;
        }
        catch (DbException e)
        {
            throw new DbUpdateException(e.Message, e, [.. records.Select(one => one.Record)]);
        }
    }

    private static Statement Find<T>(BlogDbContext blog, EntityEntry<T> record, IReadOnlyCollection<string>? returned, bool inTrash) where T : class
    {
        var type = record.Metadata;
        var changed = type.GetProperties().Where(property => record.Property(property).IsModified).ToList();
        var key = $"{type.Name} {string.Join(' ', changed.Select(property => property.Name))} > "
            + $"{(returned is null ? "*" : string.Join(' ', returned))} {inTrash}";
        if (s_statements.TryGet(key, out var known))
        {
            return known;
        }

        var wanted = type.GetProperties().Where(property => property.IsConcurrencyToken
            || returned?.Contains(property.Name) != false && !property.IsPrimaryKey()).ToList();
        var made = new Statement(blog, type, changed, wanted, inTrash);
        s_statements.Set(key, made);
        return made;
    }

    private sealed class Statement
    {
        private readonly Func<string, string> _text;

        public Statement(BlogDbContext blog, IEntityType type, List<IProperty> changed, List<IProperty> wanted, bool inTrash)
        {
            var names = blog.GetService<ISqlGenerationHelper>();
            var table = StoreObjectIdentifier.Table(type.GetTableName()!, type.GetSchema());
            var conditions = type.GetProperties().Where(property => property.IsPrimaryKey() || property.IsConcurrencyToken);
            Given = [.. changed.Select(property => (property, false)).Concat(conditions.Select(property => (property, true)))
                .Select((given, i) => new Given($"p{i}", given.property, given.Item2))];

            string Column(IProperty property) => names.DelimitIdentifier(property.GetColumnName(table)!);
            string List(string prefix, bool isCondition, string separator) => string.Join(
                separator, Given.Where(given => given.IsCondition == isCondition)
                    .Select(given => $"{Column(given.Property)} = @{prefix}{given.Name}"));
            _text = prefix
                => $"UPDATE {names.DelimitIdentifier(table.Name, table.Schema)} SET {List(prefix, false, ", ")}\nWHERE {List(prefix, true, " AND ")}"
                + (inTrash ? $" AND {Column(type.FindProperty(nameof(IRecord.DeletedAt))!)} IS NOT NULL\n" : "\n")
                + $"RETURNING {string.Join(", ", wanted.Select(Column))}";
            var command = blog.GetService<IRelationalCommandBuilderFactory>().Create();
            AppendTo(command, "");
            Template = command.Build();
            Fill = Filler(type, wanted);
        }

        private IReadOnlyList<Given> Given { get; }

        public IRelationalCommand Template { get; }

        public Action<DbDataReader, object> Fill { get; }

        /// <summary>Adds the statement to a command, with names of its own for its parameters.</summary>
        public void AppendTo(IRelationalCommandBuilder command, string prefix)
        {
            command.Append(command.CommandTextLength > 0 ? ";\n" : "").Append(_text(prefix));
            foreach (var (name, property, _) in Given)
            {
                command.AddParameter(prefix + name, $"@{prefix}{name}", property.GetRelationalTypeMapping(), property.IsNullable);
            }
        }

        /// <summary>Adds the values of the parameters.</summary>
        public void AddValues(Dictionary<string, object?> values, EntityEntry record, string prefix)
        {
            foreach (var (name, property, isCondition) in Given)
            {
                values.Add(prefix + name, isCondition ? record.OriginalValues[property] : record.CurrentValues[property]);
            }
        }

        /// <summary>Sets one property after the other to the row's columns, converted as the model says.</summary>
        private static Action<DbDataReader, object> Filler(IEntityType type, List<IProperty> wanted)
        {
            var (reader, record) = (Expression.Parameter(typeof(DbDataReader), "reader"), Expression.Parameter(typeof(object), "record"));
            var assignments = wanted.Select((property, i) => (Expression)Expression.Assign(
                Expression.Property(Expression.Convert(record, type.ClrType), property.PropertyInfo!), ColumnReader.Value(reader, i, property)));
            return Expression.Lambda<Action<DbDataReader, object>>(Expression.Block(assignments), reader, record).Compile();
        }
    }

    /// <param name="Name">The parameter's name.</param>
    /// <param name="Property">The property whose value it has.</param>
    /// <param name="IsCondition">Whether the row must have that value; else it gets it.</param>
    private sealed record Given(string Name, IProperty Property, bool IsCondition);
}
