using Xunit;

namespace CoroutineDsl.Tests;

/// <summary>A test on a hub of its own, on virtual time; failures that nobody looked at are collected and fail the test unless it takes them.</summary>
public abstract class HubTest
{
    /// <summary>Longer than any test could need: what waits so long on virtual time was never woken.</summary>
    protected static readonly TimeSpan Forever = TimeSpan.FromDays(1000);

    protected VirtualTime Clock { get; } = new() { Grace = TimeSpan.FromMilliseconds(20) };

    /// <summary>What happened, in order.</summary>
    protected List<string> Log { get; } = [];

    /// <summary>What was reported to the hub as seen by nobody.</summary>
    protected List<(string Greenlet, Exception Failure)> Reported { get; } = [];

    protected string Trace => string.Join(' ', Log);

    protected double Now => Clock.Elapsed.TotalSeconds;

    protected static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    /// <summary>The current thread gets a hub of its own until it is disposed.</summary>
    protected Hub Start(HubOptions? options = null)
    {
        var hub = new Hub((options ?? new HubOptions()) with { TimeProvider = Clock });
        hub.UnhandledException = (greenlet, failure) => Reported.Add((greenlet.Name, failure));
        return hub;
    }

    /// <summary>Runs a coroutine to its end on a hub of its own. Nothing may be left to report.</summary>
    protected void Run(IEnumerator<Yield> coroutine, HubOptions? options = null)
    {
        using var hub = Start(options);
        Greenlet.Spawn(coroutine, "test").Await();
        Greenlet.Sleep().Await();
        Assert.Empty(Reported);
    }

    protected void Add(string what) => Log.Add(what);
}
