using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace CoroutineDsl.Jobs.Tests;

/// <summary>Workers in a host: its services, its logger, its end.</summary>
public sealed partial class HostingTests : QueueTest
{
    [Fact]
    public async Task A_host_runs_a_worker_and_its_services_are_the_jobs()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton("a service");
        builder.Services.AddJobWorker(2, On("memory"));
        using var host = builder.Build();
        await host.StartAsync();
        var queue = host.Services.GetRequiredService<JobQueue>();
        Assert.Equal("a service", await Task.Run(() => queue.Request(AskServiceJob()).Await()));
        await host.StopAsync();
        Assert.Throws<ObjectDisposedException>(() => host.Services.GetRequiredService<JobWorker>().Start());
    }

    [Fact]
    public async Task Each_attempt_has_a_scope()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddScoped<OfOneAttempt>();
        builder.Services.AddJobWorker(2, On("memory"));
        using var host = builder.Build();
        await host.StartAsync();
        var queue = host.Services.GetRequiredService<JobQueue>();
        var ended = OfOneAttempt.Ended;
        var numbers = await Task.Run(() => (queue.Request(AskScopedJob()).Await(), queue.Request(AskScopedJob()).Await()));
        Assert.NotEqual(numbers.Item1, numbers.Item2);
        Assert.Equal(ended + 2, OfOneAttempt.Ended); // disposed of before the answer left
        await host.StopAsync();
    }

    [Fact]
    public async Task Two_workers_have_two_queues()
    {
        var (first, second) = (On("memory"), On("memory"));
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddSingleton("a service");
        builder.Services.AddJobWorker(1, first).AddJobWorker(1, second);
        using var host = builder.Build();
        await host.StartAsync();
        Assert.Equal([first.Name, second.Name], host.Services.GetServices<JobWorker>().Select(worker => worker.Options.Name));
        foreach (var queue in host.Services.GetServices<JobQueue>()) Assert.Equal("a service", await Task.Run(() => queue.Request(AskServiceJob()).Await()));
        await host.StopAsync();
    }

    [Theory, MemberData(nameof(Stores))]
    public void What_happens_is_logged(string store) => Run(() => Logs(On(store)));

    [Coroutine]
    private static IEnumerator<Yield> Logs(JobWorkerOptions options)
    {
        using var log = new Logger();
        using var queue = new JobQueue(options);
        using var worker = new JobWorker(1, options with { LoggerFactory = log });
        queue.Request(FailUntilJob(options.Name, 2)).Await();
        Assert.Throws<JobFailedException>(() => { queue.Request(TooSlowJob()).Await(); });
        worker.Stop().Await();
        Assert.Contains(log.Lines, line => line == $"Information Takes jobs from '{options.Name}', 1 at a time");
        var mine = log.Lines.Where(line => line.Contains("FailUntil", StringComparison.Ordinal)).ToArray();
        Assert.EndsWith("attempt 1", mine[0], StringComparison.Ordinal);
        Assert.Matches("^Warning .*: attempt 1 failed, the next is in .*: attempt 1 fails$", mine[1]);
        Assert.Matches("^Debug .*: attempt 2$", mine[2]);
        Assert.Matches("^Debug .*: done$", mine[3]);
        Assert.Contains(log.Lines, line => line.StartsWith("Error ", StringComparison.Ordinal) && line.Contains("failed 1 times and is in the error queue", StringComparison.Ordinal));
        yield break;
    }

    [Theory, MemberData(nameof(Stores))]
    public async Task Queues_and_workers_end_asynchronously(string store)
    {
        var options = On(store);
        JobQueue sender;
        await using (var worker = new JobWorker(1, options))
        await using (var queue = sender = new JobQueue(options))
        {
            Assert.Equal(3, await Task.Run(() => queue.Request(AddJob(1, 2)).Await()));
        }

        await Assert.ThrowsAsync<ObjectDisposedException>(() => Task.Run(() => sender.Send(AddJob(1, 2)).Await()));
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield<string>> AskService()
    {
        yield return JobContext.Current!.Services!.GetRequiredService<string>();
    }

    [Coroutine, Job]
    internal static IEnumerator<Yield<int>> AskScoped()
    {
        var first = JobContext.Current!.Services!.GetRequiredService<OfOneAttempt>();
        yield return Greenlet.Sleep();
        Assert.Same(first, JobContext.Current!.Services!.GetRequiredService<OfOneAttempt>());
        yield return first.Number;
    }

    internal sealed class OfOneAttempt : IDisposable
    {
        private static int s_made;
        private static int s_ended;

        public static int Ended => Volatile.Read(ref s_ended);

        public int Number { get; } = Interlocked.Increment(ref s_made);

        public void Dispose() => Interlocked.Increment(ref s_ended);
    }

    /// <summary>Keeps what is logged.</summary>
    private sealed class Logger : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel} {formatter(state, exception)}");

        public void Dispose()
        {
        }
    }
}
