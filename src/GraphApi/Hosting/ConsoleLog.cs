using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace GraphBlog.GraphApi.Hosting;

/// <summary>
/// Writes the log to the console as the framework's own provider does, by its formatters and its settings (`Logging__Console__…`), but many
/// lines at once: the framework wakes a thread and calls the operating system for each, which took a tenth of the processor under load. A
/// warning is written at once, with all that came before it; other lines a twentieth of a second later at most, and when the program ends.
/// </summary>
[ProviderAlias("Console")]
internal sealed class ConsoleLog : ILoggerProvider, ISupportExternalScope
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(50);
    private readonly Dictionary<string, ConsoleFormatter> _formatters;
    private readonly IOptionsMonitor<ConsoleLoggerOptions> _options;
    private readonly object _lock = new();
    private readonly Thread _writer;
    private Batch _next = new(), _written = new();
    private bool _isUrgent, _hasEnded;
    private IExternalScopeProvider? _scopes;

    public ConsoleLog(IOptionsMonitor<ConsoleLoggerOptions> options, IEnumerable<ConsoleFormatter> formatters)
    {
        _options = options;
        _formatters = formatters.ToDictionary(formatter => formatter.Name, StringComparer.OrdinalIgnoreCase);
        _writer = new(WriteAll) { IsBackground = true, Name = "Log" };
        _writer.Start();
    }

    /// <summary>Takes the place of the framework's provider; what it registered beside stays.</summary>
    public static void AddTo(ILoggingBuilder logging)
    {
        logging.AddConsole();
        logging.Services.Remove(logging.Services.Single(service => service.ImplementationType == typeof(ConsoleLoggerProvider)));
        logging.Services.AddSingleton<ILoggerProvider, ConsoleLog>();
    }

    public ILogger CreateLogger(string categoryName) => new Category(this, categoryName);

    public void SetScopeProvider(IExternalScopeProvider scopeProvider) => _scopes = scopeProvider;

    public void Dispose()
    {
        lock (_lock)
        {
            _hasEnded = true;
            Monitor.PulseAll(_lock);
        }

        _writer.Join(TimeSpan.FromSeconds(2));
    }

    /// <summary>Takes a line; waits for room, or drops it, as the framework's settings have it.</summary>
    private void Take(LogLevel level, StringBuilder line)
    {
        var options = _options.CurrentValue;
        lock (_lock)
        {
            while (_next.Lines >= options.MaxQueueLength && !_hasEnded)
            {
                if (options.QueueFullMode == ConsoleLoggerQueueFullMode.DropWrite)
                {
                    return;
                }

                Monitor.Wait(_lock);
            }

            (level >= options.LogToStandardErrorThreshold ? _next.Errors : _next.Output).Append(line);
            _isUrgent |= level >= LogLevel.Warning || ++_next.Lines >= options.MaxQueueLength;
            if (_next.Lines == 1 || _isUrgent)
            {
                Monitor.PulseAll(_lock);
            }
        }
    }

    private void WriteAll()
    {
        using var output = new StreamWriter(Console.OpenStandardOutput());
        using var errors = new StreamWriter(Console.OpenStandardError());
        for (var goesOn = true; goesOn;)
        {
            lock (_lock)
            {
                while (_next.IsEmpty && !_hasEnded)
                {
                    Monitor.Wait(_lock);
                }

                for (var until = Environment.TickCount64 + s_soon.Milliseconds; !_isUrgent && !_hasEnded && Environment.TickCount64 < until;)
                {
                    Monitor.Wait(_lock, s_soon);
                }

                (_next, _written, _isUrgent, goesOn) = (_written, _next, false, !_hasEnded);
                Monitor.PulseAll(_lock);
            }

            _written.WriteTo(output, errors);
        }
    }

    private sealed class Batch
    {
        public StringBuilder Output { get; } = new();

        public StringBuilder Errors { get; } = new();

        public int Lines { get; set; }

        public bool IsEmpty => Output.Length + Errors.Length == 0;

        public void WriteTo(StreamWriter output, StreamWriter errors)
        {
            foreach (var (text, writer) in ((StringBuilder, StreamWriter)[])[(Output, output), (Errors, errors)])
            {
                try
                {
                    writer.Write(text);
                    writer.Flush();
                }
                catch (IOException)
                {
                    // Whoever read it has gone; the program serves on, as with the framework's provider.
                }

                text.Clear();
            }

            Lines = 0;
        }
    }

    private sealed class Category(ConsoleLog log, string name) : ILogger
    {
        [ThreadStatic]
        private static StringWriter? s_line;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => log._scopes?.Push(state);

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var line = s_line ??= new();
            var chosen = log._options.CurrentValue.FormatterName;
            if (chosen is null || !log._formatters.TryGetValue(chosen, out var form))
            {
                form = log._formatters[ConsoleFormatterNames.Simple];
            }

            form.Write(new LogEntry<TState>(logLevel, name, eventId, state, exception, formatter), log._scopes, line);
            log.Take(logLevel, line.GetStringBuilder());
            line.GetStringBuilder().Clear();
        }
    }
}
