using Xunit;

namespace CoroutineDsl.Tests.Tasks;

/// <summary>A test of waits for tasks, which other threads complete: on real time, with a hub of its own. What a body does is tried lowered and un-lowered.</summary>
public abstract class TaskTest : HubTest
{
    /// <summary>Longer than any wait of a test: what takes so long never comes.</summary>
    protected static readonly TimeSpan Never = TimeSpan.FromMinutes(5);

    /// <summary>What was reported as cancelled and not ended.</summary>
    protected List<string> Abandoned { get; } = [];

    protected Hub RealTime(HubOptions? options = null)
    {
        var hub = new Hub(options ?? new HubOptions { AbandonGrace = Never });
        hub.UnhandledException = (greenlet, failure) => Reported.Add((greenlet.Name, failure));
        hub.TaskAbandoned = (_, what) => Abandoned.Add(what);
        return hub;
    }

    /// <summary>Lets the hub run until something holds; fails where it never does.</summary>
    protected static void Until(Func<bool> holds)
    {
        for (var deadline = Environment.TickCount64 + (long)Never.TotalMilliseconds; !holds(); Greenlet.Sleep(1).Await())
            Assert.True(Environment.TickCount64 < deadline, "it never came");
    }
}
