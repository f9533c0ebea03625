using Microsoft.Extensions.Logging;

namespace Opper.Tests;

/// <summary>Keeps the log.</summary>
internal sealed class Log : ILoggerFactory
{
    private readonly List<LogLine> _lines = [];

    public List<LogLine> Lines
    {
        get
        {
            lock (_lines)
            {
                return [.. _lines];
            }
        }
    }

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
    }

    private sealed class Logger(Log owner, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull =>
            null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (owner._lines)
            {
                owner._lines.Add(new LogLine(logLevel, eventId.Id, formatter(state, exception) + exception, category));
            }
        }
    }
}
