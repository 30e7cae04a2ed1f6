using System.Data.Common;
using GraphBlog.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GraphBlog.Tests.Fixtures;

/// <summary>
/// What was sent to the database, in order, one element per round trip: the text of a command, COMMIT or ROLLBACK. BEGIN is not
/// among them, since Npgsql sends it along with the next command. It does not tell requests apart: run one at a time.
/// </summary>
public sealed class StatementLog : DbCommandInterceptor, ILoggerProvider, ILogger
{
    private readonly List<string> _sent = [];
    private bool _inTransaction;

    /// <summary>A copy of everything sent since the last <see cref="Clear"/>, what PostgreSQL refused included.</summary>
    public IReadOnlyList<string> Sent
    {
        get
        {
            lock (_sent)
            {
                return [.. _sent];
            }
        }
    }

    public void Clear()
    {
        lock (_sent)
        {
            _sent.Clear();
        }
    }

    // Afterwards, since other interceptors add to the text or refuse to send it; EF's own log shows the text before them.
    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Add(command.CommandText);
        _inTransaction &= !command.CommandText.EndsWith("COMMIT");      // sent along with the last statement
        return new(result);
    }

    public override Task CommandFailedAsync(
        DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        if (eventData.Exception is NpgsqlException)
        {
            Add(command.CommandText);
        }

        return Task.CompletedTask;
    }

    // Only EF's log tells of a transaction that was disposed without an end, which is a ROLLBACK.
    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "SendingStatements")      // past EF, whose interceptors see only what EF sends
        {
            var statements = ((IReadOnlyList<KeyValuePair<string, object?>>)state!).First(part => part.Key == "Statements").Value!.ToString()!;
            Add(statements);
            _inTransaction &= !statements.EndsWith("COMMIT");
        }
        else if (eventId == RelationalEventId.TransactionStarted)
        {
            _inTransaction = true;
        }
        else if (_inTransaction && (eventId == RelationalEventId.TransactionCommitted
            || eventId == RelationalEventId.TransactionRolledBack || eventId == RelationalEventId.TransactionDisposed))
        {
            _inTransaction = false;
            Add(eventId == RelationalEventId.TransactionCommitted ? "COMMIT" : "ROLLBACK");
        }
    }

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    ILogger ILoggerProvider.CreateLogger(string categoryName) => this;

    void IDisposable.Dispose()
    {
    }

    private void Add(string sent)
    {
        lock (_sent)
        {
            _sent.Add(sent);
        }
    }
}

public static class StatementLogging
{
    /// <summary>Records what the services' <see cref="BlogDbContext"/>s send, whatever log levels the host is configured with.</summary>
    public static IServiceCollection AddStatementLog(this IServiceCollection services, StatementLog log) => services
        .ConfigureDbContext<BlogDbContext>(options => options.AddInterceptors(log))
        .AddLogging(logging => logging
            .AddProvider(log)
            .AddFilter<StatementLog>((category, _) => category == DbLoggerCategory.Database.Transaction.Name
                || category == DbLoggerCategory.Database.Command.Name));
}
