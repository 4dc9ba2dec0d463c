using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Seams;

/// <summary>What runs between two batches is no greenlet: it neither waits nor owns anything, whatever state the main program is in.</summary>
public sealed class CallbackTests : HubTest
{
    [Fact]
    public void A_callback_that_waits_is_refused_also_when_the_main_program_was_just_woken()
    {
        using var hub = Start();
        var result = new AsyncResult<long>();
        hub.Post(() => result.Set(42));
        hub.Post(() => Sleep(1).Await());
        Assert.Equal(42, result.Get().Await());
        Sleep().Await();
        Assert.IsType<BlockingSwitchOutException>(Assert.Single(Reported).Failure);
    }

    [Fact]
    public void A_queue_whose_storage_waits_gets_that_as_the_failure_of_the_put()
    {
        using var hub = Start();
        var queue = new CoPriorityQueue<int>(1, comparer: new WaitingComparer());
        queue.Put(1).Await();
        var putter = Spawn(Puts(queue));
        Sleep().Await();
        queue.MaxSize = 3;
        putter.Join().Await();
        Assert.IsType<BlockingSwitchOutException>(putter.Exception);
    }

    [Fact]
    public void A_callback_opens_no_scope()
    {
        using var hub = Start();
        hub.Post(() => CoTimeout.Start(5));
        hub.Post(() => CancelScope.Start(5));
        Sleep(10).Await();
        Assert.Equal(2, Reported.Count);
        Assert.All(Reported, report => Assert.Contains("open a scope", report.Failure.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void A_hub_is_not_disposed_of_from_within()
    {
        using var hub = Start();
        var greenlet = Spawn(() => hub.Dispose());
        hub.Post(() => hub.Dispose());
        greenlet.Join().Await();
        Assert.IsType<InvalidOperationException>(greenlet.Exception);
        Sleep(1).Await();
        Assert.IsType<InvalidOperationException>(Assert.Single(Reported).Failure);
        Sleep(1).Await();
        Assert.Same(hub, Hub.Current);
    }

    [Fact]
    public void A_hub_is_not_made_inside_another()
    {
        using var hub = Start();
        var greenlet = Spawn(() => { _ = new Hub(new HubOptions()); });
        var other = Spawn(() => Spawn(() => Add("spawned")).Join().Await());
        JoinAll(greenlet, other).Await();
        Assert.Contains("thread of its own", Assert.IsType<InvalidOperationException>(greenlet.Exception).Message, StringComparison.Ordinal);
        Assert.Equal("spawned", Trace);
    }

    private static IEnumerator<Yield> Puts(CoQueueBase<int> queue)
    {
        queue.Put(2).Await();
        yield break;
    }

    private sealed class WaitingComparer : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            if (x != y) Sleep(1).Await();
            return x.CompareTo(y);
        }
    }
}
