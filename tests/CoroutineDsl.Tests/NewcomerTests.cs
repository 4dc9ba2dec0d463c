using System.Net;
using CoroutineDsl.Net;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests;

/// <summary>The mistakes that everybody makes once and that show when the program runs: the sentence says what to do.</summary>
public sealed partial class NewcomerTests : HubTest
{
    [Fact]
    public void A_coroutine_spawned_twice()
    {
        using var hub = Start();
        var cold = Nothing();
        Spawn(cold).Join().Await();
        Says("The coroutine 'Nothing' has been started already. A coroutine runs once: call the method again for a new one.", Assert.Throws<InvalidOperationException>(() => Spawn(cold)));
    }

    [Fact]
    public void An_object_of_a_hub_on_another_thread()
    {
        using var hub = Start();
        var queue = new CoQueue<int>();
        var getter = Spawn(Gets(queue));
        Sleep().Await();
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(() => queue.PutNoWait(1)));
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromMinutes(1)));
        Says(
            "This object belongs to a hub that another thread runs. Greenlets, events, locks, queues and sockets are for their own hub's thread. Between threads: an AsyncResult, a CoChannel made as shared, or Hub.Post.",
            Assert.IsType<InvalidOperationException>(thrown));
        getter.Kill().Await();
    }

    [Fact]
    public void Await_in_a_helper_where_no_thread_may_park()
    {
        using var hub = Start(new HubOptions { MaxParkedThreads = 0 });
        var greenlet = Spawn(Calls(() => Sleep(1).Await()));
        greenlet.Join().Await();
        Says(
            "Await() was called in code that is not lowered, and this hub may not park threads (HubOptions.MaxParkedThreads is 0). Make the calling method a [Coroutine] and wait for it with Await().",
            Assert.IsType<BlockingSwitchOutException>(greenlet.Exception));
    }

    [Fact]
    public void Something_yielded_that_is_not_waitable()
    {
        using var hub = Start();
        var greenlet = Spawn(Yields(5));
        greenlet.Join().Await();
        Says(
            "A coroutine yielded a System.Int32, which is neither something to wait for nor its result. Yield a suspension such as Sleep(...), a task, a greenlet or another coroutine's call; a coroutine with a result returns IEnumerator<Yield<T>>.",
            Assert.IsType<InvalidCastException>(greenlet.Exception));
    }

    [Fact]
    public void A_server_that_was_stopped()
    {
        using var hub = new Hub(new HubOptions());
        var server = new StreamServer(new IPEndPoint(IPAddress.Loopback, 0), connection => Nothing());
        server.Start();
        server.Stop().Await();
        Says("A stopped server cannot start again: make a new one.", Assert.Throws<ObjectDisposedException>(server.Start));
    }

    [Fact]
    public void A_port_in_use()
    {
        using var hub = new Hub(new HubOptions());
        using var first = CoSocket.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        var server = new StreamServer(first.LocalEndPoint!, connection => Nothing());
        Says($"cannot bind to {first.LocalEndPoint}. Another process listens there: end it, or choose another port (0 is any free one).", Assert.Throws<System.Net.Sockets.SocketException>(server.Start));
    }

    private static void Says(string sentence, Exception failure) => Assert.Contains(sentence, failure.Message, StringComparison.Ordinal);

    [Coroutine]
    private static IEnumerator<Yield> Nothing() { yield break; }

    [Coroutine]
    private static IEnumerator<Yield<int>> Gets(CoQueue<int> queue) { yield return queue.Get().Await(); }

    [Coroutine]
    private static IEnumerator<Yield> Calls(Action action)
    {
        action();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Yields(ValueType value) { yield return value; }
}
