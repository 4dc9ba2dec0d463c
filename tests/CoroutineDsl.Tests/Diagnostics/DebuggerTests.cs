using System.Diagnostics;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

public sealed partial class DebuggerTests : HubTest
{
    [Fact]
    public void Each_primitive_says_what_it_is_and_its_state()
    {
        using var hub = Start(new HubOptions { Name = "web" });
        var gate = new CoLock();
        var queue = new CoQueue<int>(2);
        var happened = new CoEvent();
        var result = new AsyncResult<int>();
        var pool = new Pool(3);
        Assert.Equal("lock (free)", gate.ToString());
        var holder = Spawn(Holds(gate), "egon");
        Spawn(Holds(gate), "alex");
        Spawn(Waits(happened));
        Spawn(Gets(queue));
        Spawn(Takes(result));
        pool.Spawn(Holds(gate)).Await();
        Sleep(Seconds(1)).Await();
        Assert.Equal("lock (held by egon, 2 wait)", gate.ToString());
        Assert.Equal("event (not set, 1 waits)", happened.ToString());
        Assert.Equal("queue (0 of 2 items, 1 waits to get)", queue.ToString());
        Assert.Equal("result (not set, 1 waits)", result.ToString());
        Assert.Equal("pool (1 of 3 members)", pool.ToString());
        Assert.Equal("semaphore (2 free)", new CoSemaphore(2).ToString());
        Assert.Equal("limiter (0 of 5 borrowed)", new CapacityLimiter(5).ToString());
        Assert.Equal("barrier (0 of 2 have come)", new CoBarrier(2).ToString());
        Assert.Equal("condition (not locked)", new CoCondition().ToString());
        Assert.Equal("group (0 members)", new Group().ToString());
        Assert.Equal("channel (open)", new CoChannel<int>().ToString());
        Assert.Equal("local (no value here)", new CoLocal<int>().ToString());
        Assert.StartsWith("hub web (6 greenlets, 0 ready, ", hub.ToString(), StringComparison.Ordinal);
        holder.Kill().Await();
        using var timeout = CoTimeout.Start(Seconds(5));
        Assert.Equal("timeout of main (pending)", timeout.ToString());
        result.Set(42);
        Assert.Equal("result (42)", result.ToString().Split(',')[0].TrimEnd(')') + ")");
    }

    [Fact]
    public void What_is_public_and_has_a_state_has_a_display()
    {
        Type[] wanted = [typeof(Greenlet), typeof(Hub), typeof(Coroutine), typeof(CoLock), typeof(CoSemaphore), typeof(CoEvent), typeof(CoCondition), typeof(CoBarrier), typeof(AsyncResult<>), typeof(CoQueueBase<>), typeof(CoChannel<>), typeof(GroupBase), typeof(Nursery), typeof(CancelScope), typeof(CoTimeout)];
        Assert.All(wanted, type => Assert.NotNull(Attribute.GetCustomAttribute(type, typeof(DebuggerDisplayAttribute))));
    }

    [Fact]
    public void A_greenlet_unfolds_into_frames_with_locals_under_their_own_names()
    {
        using var hub = Start();
        var greenlet = Spawn(Counts("apples", 3), "counter");
        Sleep(Seconds(1)).Await();
        var proxy = new GreenletProxy(greenlet);
        Assert.Equal(("counter", "waits for time to pass"), (proxy.Name, proxy.Does));
        var locals = new CoroutineProxy(Assert.Single(proxy.Frames)).Locals.ToDictionary(local => local.Name, local => local.Value);
        Assert.Equal(("apples", 3, 6), (locals["what"], locals["count"], locals["twice"]));
        Assert.StartsWith("Counts in ", proxy.Frames[0].ToString(), StringComparison.Ordinal);
        Assert.Contains(greenlet, new HubProxy(hub).Greenlets);
    }

    [Coroutine]
    private static IEnumerator<Yield> Holds(CoLock gate)
    {
        using (gate.Hold().Await()) yield return Sleep(Forever);
    }

    [Coroutine]
    private static IEnumerator<Yield> Waits(CoEvent happened)
    {
        yield return happened.Wait();
    }

    [Coroutine]
    private static IEnumerator<Yield> Gets(CoQueue<int> queue)
    {
        queue.Get().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Takes(AsyncResult<int> result)
    {
        result.Get().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Counts(string what, int count)
    {
        var twice = count * 2;
        yield return Sleep(Forever);
        GC.KeepAlive($"{what} {count} {twice}");
    }
}
