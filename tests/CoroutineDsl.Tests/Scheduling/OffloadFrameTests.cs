using Xunit;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>What a call on a thread gives comes to the greenlet that waits for it, or is disposed of: it is never lost.</summary>
public sealed class OffloadFrameTests : HubTest
{
    [Theory, InlineData(true), InlineData(false)]
    public void What_it_gives_to_a_greenlet_that_is_killed_is_not_lost(bool hasEnded)
    {
        using var hub = Start();
        var threads = new BlockingThreads("one thread", 1);
        using var begins = new ManualResetEventSlim();
        using var after = new ManualResetEventSlim();
        var made = new Probe();
        var opening = Greenlet.Spawn(new OffloadFrame<Probe>(threads, "opens", () =>
        {
            begins.Wait();
            return made;
        }));
        Greenlet.Sleep().Await();
        threads.Post(after.Set); // the one thread comes to it when the call has ended
        if (hasEnded)
        {
            begins.Set();
            after.Wait(); // the hub stands still: it has not been told yet
        }

        opening.Kill().Await();
        begins.Set();
        // what the hub was told of before the kill is the greenlet's
        if (hasEnded && !opening.IsKilled) Assert.Same(made, opening.Value);
        else Assert.True(SpinWait.SpinUntil(() => made.IsDisposed, TimeSpan.FromMinutes(1)));
    }

    private sealed class Probe : IDisposable
    {
        public volatile bool IsDisposed;

        public void Dispose() => IsDisposed = true;
    }
}
