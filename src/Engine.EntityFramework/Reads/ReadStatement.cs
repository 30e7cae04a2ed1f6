using System.Data.Common;
using System.Linq.Expressions;
using GraphBlog.Engine.DataLoaders;
using GraphBlog.Engine.EntityFramework.Paging;
using GraphBlog.Statements;

namespace GraphBlog.Engine.EntityFramework.Reads;

/// <summary>
/// A query that EF translates once. Its SQL is then sent as it is, past EF; so it costs less than EF's compiled query, and other reads can
/// travel with it. What is more than plain columns is left to EF.
/// </summary>
/// <typeparam name="TContext">Where it reads.</typeparam>
/// <typeparam name="T">What it reads.</typeparam>
public sealed class ReadStatement<TContext, T> where TContext : StatementContext
{
    private readonly Func<TContext, object[], IAsyncEnumerable<T>>? _compiled;
    private readonly RowReader<T>? _rows;
    private volatile Statement? _statement;

    /// <param name="db">Any context.</param>
    /// <param name="rows">(TContext db, further parameters) => IQueryable of T.</param>
    /// <param name="selector">Which columns of each row.</param>
    public ReadStatement(TContext db, LambdaExpression rows, Expression<Func<T, T>> selector)
    {
        var query = Expression.Lambda(
            Expression.Call(typeof(Queryable), nameof(Queryable.Select), [typeof(T), typeof(T)], rows.Body, Expression.Quote(selector)),
                rows.Parameters);
        _compiled = CompiledQuery.Rows<TContext, T>(query);
        _rows = RowReader<T>.Of(selector.Body, db.Model);
        _statement = _rows is null ? null : Translation.Of(db, query);
    }

    /// <summary>A query that can be read without EF alone: <see cref="TryReadAsync"/>.</summary>
    /// <param name="db">Any context.</param>
    /// <param name="query">(TContext db, further parameters) => IQueryable of T.</param>
    /// <param name="row">What a row becomes.</param>
    /// <param name="rewrite">What becomes of EF's SQL.</param>
    internal ReadStatement(TContext db, LambdaExpression query, Expression row, Func<string, string> rewrite)
    {
        _rows = RowReader<T>.Of(row, db.Model);
        _statement = _rows is null ? null : Translation.Of(db, query, rewrite);
    }

    /// <summary>The SQL; null where EF has to read the rows.</summary>
    public Statement? Statement => _statement;

    /// <summary>The reading of the rows as another's companion; null where EF has to read them.</summary>
    /// <param name="values">The values of the further parameters.</param>
    /// <param name="take">Is given the rows.</param>
    public Companion? Companion(object[] values, Action<List<T>> take)
        => _statement is not { } statement ? null : new StatementCompanion(statement, values, async (reader, ct) =>
        {
            var rows = await TakeAsync(reader, ct);
            if (rows is not null)
            {
                take(rows);
            }

            return rows is not null;
        });

    /// <summary>Reads all rows, and those of the companions.</summary>
    /// <param name="db">Where to read.</param>
    /// <param name="values">The values of the further parameters.</param>
    /// <param name="companions">What travels along; null for nothing.</param>
    /// <param name="ct">Cancels the reading.</param>
    public async Task<List<T>> ReadAsync(TContext db, object[] values, Companions? companions, CancellationToken ct)
    {
        var taken = companions?.Take() ?? [];
        if (await TryReadAsync(db, values, taken, ct) is { } found)
        {
            return found;
        }

        await (companions?.PartAsync() ?? default);
        found = [];
        await foreach (var item in _compiled!(db, values).WithCancellation(ct))
        {
            found.Add(item);
        }

        return found;
    }

    /// <summary>Reads all rows, and those of the companions; null where EF has to read them.</summary>
    internal async Task<List<T>?> TryReadAsync(TContext db, object[] values, IReadOnlyList<Companion> companions, CancellationToken ct)
        => _statement is { } statement ? await SendAsync(db, statement, values, companions, ct) : null;

    /// <summary>Reads the rows of a result; null when it has not the columns expected.</summary>
    private async Task<List<T>?> TakeAsync(DbDataReader reader, CancellationToken ct)
    {
        if (!_rows!.Fits(reader))
        {
            _statement = null;
            return null;
        }
        var found = new List<T>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(_rows.Read(reader));
        }

        return found;
    }

    private async Task<List<T>?> SendAsync(
        TContext db, Statement statement, object[] values, IReadOnlyList<Companion> companions, CancellationToken ct)
    {
        await using var sent = await db.SendAsync(
            [(statement, values), .. companions.Cast<StatementCompanion>().Select(companion => (companion.Statement, companion.Values))], ct);
        var found = await TakeAsync(sent.Rows, ct);
        foreach (StatementCompanion companion in companions)
        {
            if (!await sent.NextAsync() || !await companion.TakeAsync(sent.Rows, ct))
            {
                return null;
            }
        }
        return found;
    }
}
