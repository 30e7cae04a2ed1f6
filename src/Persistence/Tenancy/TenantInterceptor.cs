using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace GraphBlog.Persistence.Tenancy;

/// <summary>Has each command of EF's tell the database first who is asking, and refuses those that cannot (<see cref="ContextStatement"/>).</summary>
internal sealed class TenantInterceptor : DbCommandInterceptor
{
    public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is BlogDbContext db)
        {
            if (db.IsLastWith())
            {
                command.CommandText = $"{command.CommandText};\nCOMMIT";
            }

            if (!db.IsContextSet)
            {
                ContextStatement.PutInFront(command, db);
            }
        }

        return new(result);
    }

    public override async ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is BlogDbContext { IsContextSet: false } db)
        {
            await ContextStatement.PassAsync(result, db, (NpgsqlConnection)command.Connection!, cancellationToken);
        }

        return result;
    }

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        OutOfStep.GiveUpAfter(eventData.Exception, (NpgsqlConnection)command.Connection!);
        WasCut(eventData.Context);
        return Task.CompletedTask;
    }

    public override Task CommandCanceledAsync(DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default)
    {
        WasCut(eventData.Context);
        return Task.CompletedTask;
    }

    public override InterceptionResult<DbDataReader> ReaderExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result) => throw WithoutContext();

    public override InterceptionResult<int> NonQueryExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result) => throw WithoutContext();

    public override InterceptionResult<object> ScalarExecuting(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result) => throw WithoutContext();

    public override ValueTask<InterceptionResult<int>> NonQueryExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
            => throw WithoutContext();

    public override ValueTask<InterceptionResult<object>> ScalarExecutingAsync(
        DbCommand command, CommandEventData eventData, InterceptionResult<object> result, CancellationToken cancellationToken = default)
            => throw WithoutContext();

    private static void WasCut(DbContext? context)
    {
        if (context is BlogDbContext db)
        {
            db.IsCut = true;
        }
    }

    private static InvalidOperationException WithoutContext() =>
        new("Only asynchronous readers carry the tenant's context; this way of running a command does not.");
}
