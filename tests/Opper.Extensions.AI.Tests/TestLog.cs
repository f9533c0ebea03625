using Microsoft.Extensions.Logging;

namespace Opper.Extensions.AI.Tests;

/// <summary>Keeps the log of the adapter.</summary>
internal sealed class TestLog : ILoggerFactory, ILogger
{
    public List<(LogLevel Level, string Text)> Lines { get; private init; } = [];

    private bool IsAdapter { get; init; }

    public IEnumerable<string> Of(LogLevel level) => Lines.Where(line => line.Level == level).Select(line => line.Text);

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public ILogger CreateLogger(string categoryName) => new TestLog { IsAdapter = categoryName == "Opper.Extensions.AI", Lines = Lines };

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull =>
        null;

    public bool IsEnabled(LogLevel logLevel) => IsAdapter;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsAdapter)
        {
            Lines.Add((logLevel, formatter(state, exception)));
        }
    }

    public void Dispose()
    {
    }
}
