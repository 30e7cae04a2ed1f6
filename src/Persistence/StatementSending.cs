using System.Data;
using System.Data.Common;
using GraphBlog.Persistence.Reading;
using GraphBlog.Persistence.Tenancy;
using GraphBlog.Statements;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GraphBlog.Persistence;

/// <summary>
/// Sends statements that are ready past EF, which would look through their text for parameters and do the same for each as for one that it
/// has just made. On the context's connection, and in its transaction where there is one.
/// </summary>
internal static partial class StatementSending
{
    /// <summary>
    /// Has all that travels together outside of a transaction see one snapshot; a single statement has one of its own. Said here and not
    /// for the session, as a pooler may forget what a session was told; and without BEGIN, so that a failure leaves no transaction open.
    /// PostgreSQL's manual, section 20.11.1: to change this parameter is SET TRANSACTION, and the next transaction begins with its default
    /// again.
    /// </summary>
    private const string OneSnapshot = "set transaction_isolation = 'repeatable read'";

    /// <summary>Sends the statements in one round trip.</summary>
    /// <param name="db">For whom.</param>
    /// <param name="calls">The statements and their values.</param>
    /// <param name="counter">Is told what is read; null for nobody.</param>
    /// <param name="ct">Cancels it.</param>
    public static async Task<SentStatements> SendAsync(
        this BlogDbContext db, IReadOnlyList<(Statement Statement, object?[] Values)> calls, ReadCounter? counter, CancellationToken ct)
    {
        var connection = (NpgsqlConnection)db.Database.GetDbConnection();
        var isOurs = connection.State == ConnectionState.Closed;
        try
        {
            await (isOurs ? PoolWait.OpenAsync(connection, ct) : Task.CompletedTask);
            var rows = await ExecuteAsync(db, connection, calls, counter, ct);
            return new(rows, EndAsync, ct);
        }
        catch (Exception e)
        {
            OutOfStep.GiveUpAfter(e, connection);
            await EndAsync(isCut: true);
            throw;
        }

        Task EndAsync(bool isCut)
        {
            db.IsCut |= isCut;
            if (!isOurs)
            {
                return Task.CompletedTask;
            }

            OutOfStep.PrepareAnewAfterCut(db, connection);
            return connection.CloseAsync();
        }
    }

    private static async Task<DbDataReader> ExecuteAsync(
        BlogDbContext db, NpgsqlConnection connection, IReadOnlyList<(Statement Statement, object?[] Values)> calls, ReadCounter? counter,
        CancellationToken ct)
    {
        var (batch, isFirst) = (new NpgsqlBatch(connection), !db.IsContextSet);
        if (calls.Count > 1 && db.Database.CurrentTransaction is null)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(OneSnapshot));
        }

        if (isFirst)
        {
            batch.BatchCommands.Add(ContextStatement.Of(db));
        }

        foreach (var (statement, values) in calls)
        {
            batch.BatchCommands.Add(statement.With(values));
        }

        if (db.IsLastWith())
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        }

        var log = db.GetService<IDiagnosticsLogger<DbLoggerCategory.Database.Command>>().Logger;
        if (log.IsEnabled(LogLevel.Debug))
        {
            Sending(log, string.Join(";\n", batch.BatchCommands.Select<NpgsqlBatchCommand, string>(command => command.CommandText)));
        }

        var rows = await batch.ExecuteReaderAsync(ct);
        await (isFirst ? ContextStatement.PassAsync(rows, db, connection, ct) : Task.CompletedTask);
        return counter is null ? rows : new CountedReader(rows, Cancel, counter);

        void Cancel()
        {
            db.IsCut = true;
            batch.Cancel();
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "Sending {Statements}", EventName = "SendingStatements")]
    private static partial void Sending(ILogger log, string statements);
}
