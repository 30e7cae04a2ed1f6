using System.ComponentModel.DataAnnotations.Schema;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace GraphBlog.Persistence;

/// <summary>
/// Many rows of a table at once, whatever it is a table of. Table and columns are the model's names, values are parameters, and how many
/// rows there are makes no statement more.
/// </summary>
public static class RecordBatch
{
    /// <summary>How deep a class of records hangs on others: nothing leads from it to a deeper one.</summary>
    public static int Depth(this BlogDbContext blog, Type record) => blog.Model.FindEntityType(record)!.GetForeignKeys()
        .Select(key => key.PrincipalEntityType.ClrType).Where(principal => principal != record)
        .Select(principal => 1 + blog.Depth(principal)).DefaultIfEmpty().Max();

    /// <summary>
    /// Locks rows, live or in the trash, in the order of their ids until the transaction ends, and reads columns of them as they are then.
    /// </summary>
    /// <param name="blog">Inside <see cref="BlogDbContext.WriteAsync"/>.</param>
    /// <param name="record">The class of the records.</param>
    /// <param name="ids">Which; those that the viewer may not write are not among the answers.</param>
    /// <param name="columns">The columns, as the mapping names them.</param>
    /// <param name="ct">Cancels it.</param>
    public static Task<List<RecordRow>> LockRowsAsync(
        this BlogDbContext blog, Type record, long[] ids, IReadOnlyCollection<string> columns, CancellationToken ct)
        => blog.Database.SqlQuery<RecordRow>(FormattableStringFactory.Create(
            $$"""
            select t.id, t.version, jsonb_build_object({{string.Join(", ", columns.Select(column => $"'{column}', t.{column}"))}}) as data
              from {{blog.Table(record)}} t where t.org_id = {0} and t.id = any ({1}) order by t.id for no key update
            """,
            blog.Tenant.OrgId, ids)).ToListAsync(ct);

    /// <summary>Writes columns of rows that are at these versions, and answers the versions that it made.</summary>
    /// <param name="blog">Inside <see cref="BlogDbContext.WriteAsync"/>.</param>
    /// <param name="record">The class of the records.</param>
    /// <param name="columns">The columns, as the mapping names them.</param>
    /// <param name="rows">The rows, with their values by column.</param>
    /// <param name="ct">Cancels it.</param>
    /// <exception cref="DbUpdateException">The database refused.</exception>
    public static async Task<List<RecordRow>> WriteRowsAsync(
        this BlogDbContext blog, Type record, IReadOnlyCollection<string> columns, IReadOnlyCollection<RecordRow> rows, CancellationToken ct)
    {
        try
        {
            return await blog.Database.SqlQuery<RecordRow>(FormattableStringFactory.Create(
                $$"""
                update {{blog.Table(record)}} t set {{string.Join(", ", columns.Select(column => $"{column} = v.{column}"))}}
                  from unnest({0}, {1}, {2}::jsonb[]) k (id, version, data)
                 cross join lateral jsonb_populate_record(null::{{blog.Table(record)}}, k.data) v
                 where t.org_id = {3} and t.id = k.id and t.version = k.version
                returning t.id, t.version, 'null'::jsonb as data
                """,
                rows.Select(row => row.Id).ToArray(), rows.Select(row => row.Version).ToArray(), rows.Select(row => row.Data.GetRawText()).ToArray(),
                blog.Tenant.OrgId)).ToListAsync(ct);
        }
        catch (Npgsql.PostgresException e)
        {
            throw new DbUpdateException(e.Message, e);
        }
    }
}

/// <summary>Columns of a row.</summary>
public sealed class RecordRow
{
    [Column("id")]
    public long Id { get; set; }

    [Column("version")]
    public int Version { get; set; }

    /// <summary>The columns by name, as the database writes them in JSON.</summary>
    [Column("data", TypeName = "jsonb")]
    public JsonElement Data { get; set; }
}
