using Microsoft.Extensions.Logging;
using Xunit;

namespace CoroutineDsl.Hosting.Tests;

/// <summary>What happened, in order; and what was logged, where it is a logger's provider.</summary>
internal sealed class Events : ILoggerProvider, ILogger
{
    private readonly List<string> _lines = [];

    public string[] Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public void Add(string line)
    {
        lock (_lines) _lines.Add(line);
    }

    public async Task Until(string start)
    {
        for (var tries = 0; !Array.Exists(Lines, line => line.StartsWith(start, StringComparison.Ordinal)); tries++)
        {
            Assert.True(tries < 6000, string.Join('\n', Lines));
            await Task.Delay(20);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add($"{logLevel} {formatter(state, exception)} {exception?.Message}");

    public void Dispose()
    {
    }
}
