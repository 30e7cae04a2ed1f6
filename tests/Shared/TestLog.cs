using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace GraphBlog.Tests.Shared;

/// <summary>Everything logged at Error, with its exception.</summary>
public sealed class TestLog : ILoggerProvider, ILogger
{
    public ConcurrentQueue<(string Message, Exception? Exception)> Errors { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> format)
    {
        if (IsEnabled(level))
        {
            Errors.Enqueue((format(state, exception), exception));
        }
    }

    public void Dispose()
    {
    }
}
