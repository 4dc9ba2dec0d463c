using System.Net.Sockets;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Selectors;

/// <summary>The side of the selectors that a hub uses: attached once, armed by whoever waits, delivered to a sink.</summary>
public class HubSideTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private sealed class Sink(Action<object, SelectorEvents> ready) : ISelectorSink
    {
        public void Ready(object target, SelectorEvents events) => ready(target, events);
    }

    /// <summary>Polls until an attached target was reported for these events.</summary>
    private static void PollFor(Selector selector, object target, SelectorEvents events)
    {
        var seen = false;
        var sink = new Sink((t, e) => seen |= ReferenceEquals(t, target) && (e & events) == events);
        while (!seen) Assert.NotEqual(0, selector.Poll(Patience, sink));
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Every_new_arrival_is_delivered_to_whoever_armed(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        var id = selector.Attach(new PortableSocket(pair.Server), this);
        for (var i = 0; i < 100; i++)
        {
            selector.Arm(id, SelectorEvents.Read);
            pair.Client.Send("x"u8);
            PollFor(selector, this, SelectorEvents.Read);
            Assert.Equal(1, pair.Server.Receive(new byte[10]));
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void What_was_there_before_is_delivered(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        pair.Client.Send("x"u8);
        Assert.True(pair.Server.Poll(Patience, SelectMode.SelectRead));
        var id = selector.Attach(new PortableSocket(pair.Server), this);
        selector.Arm(id, SelectorEvents.Read);
        PollFor(selector, this, SelectorEvents.Read);
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Room_to_write_is_delivered_when_the_peer_has_read(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        pair.Server.Blocking = false;
        var id = selector.Attach(new PortableSocket(pair.Server), this);
        selector.Poll(TimeSpan.Zero, new Sink((_, _) => { }));
        var chunk = new byte[1 << 16];
        long sent = 0;
        SocketError error;
        do sent += pair.Server.Send(chunk, SocketFlags.None, out error);
        while (error == SocketError.Success);
        Assert.Equal(SocketError.WouldBlock, error);
        selector.Arm(id, SelectorEvents.Write);
        while (sent > 0) sent -= pair.Client.Receive(chunk);
        PollFor(selector, this, SelectorEvents.Write);
        Assert.Equal(1, pair.Server.Send(new byte[1]));
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void What_is_detached_while_events_are_delivered_gets_none(string name)
    {
        using var selector = EverySelector.Make(name);
        var pairs = Enumerable.Range(0, 10).Select(_ => new SocketPair()).ToList();
        var ids = new long[pairs.Count];
        for (var i = 0; i < pairs.Count; i++)
        {
            pairs[i].Client.Send("x"u8);
            Assert.True(pairs[i].Server.Poll(Patience, SelectMode.SelectRead));
            ids[i] = selector.Attach(new PortableSocket(pairs[i].Server), pairs[i]);
            selector.Arm(ids[i], SelectorEvents.Read);
        }

        var delivered = new HashSet<object>();
        selector.Poll(Patience, new Sink((target, _) =>
        {
            delivered.Add(target);
            // the first one closes all the others, and new sockets take over their descriptors and their places
            for (var i = 0; i < pairs.Count && delivered.Count == 1; i++)
            {
                if (pairs[i] == target) continue;
                pairs[i].Dispose();
                selector.Detach(ids[i], null);
                pairs[i] = new SocketPair();
                ids[i] = selector.Attach(new PortableSocket(pairs[i].Server), pairs[i]);
            }
        }));
        Assert.Single(delivered);
        pairs.ForEach(p => p.Dispose());
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_detached_socket_stays_open_and_can_be_attached_again(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        for (var i = 0; i < 3; i++)
        {
            var id = selector.Attach(new PortableSocket(pair.Server), this);
            selector.Arm(id, SelectorEvents.Read);
            pair.Client.Send("x"u8);
            PollFor(selector, this, SelectorEvents.Read);
            selector.Detach(id, new PortableSocket(pair.Server));
            Assert.Equal(1, pair.Server.Receive(new byte[10]));
            Assert.Equal(0, selector.Poll(TimeSpan.Zero, new Sink((_, _) => { })));
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void The_end_of_the_stream_and_data_before_it_may_come_as_one_event(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        var id = selector.Attach(new PortableSocket(pair.Server), this);
        selector.Arm(id, SelectorEvents.Read);
        pair.Client.Send("last words"u8);
        pair.Client.Shutdown(SocketShutdown.Send);
        PollFor(selector, this, SelectorEvents.Read);
        Assert.Equal(10, pair.Server.Receive(new byte[100]));
        selector.Arm(id, SelectorEvents.Read);
        // either the event said that nothing final would follow it, or a new one comes
        Assert.Equal(0, pair.Server.Receive(new byte[100]));
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Wake_ends_Poll_and_delivers_nothing(string name)
    {
        using var selector = EverySelector.Make(name);
        for (var i = 0; i < 100; i++)
        {
            var waker = new Thread(selector.Wake);
            waker.Start();
            Assert.Equal(0, selector.Poll(Timeout.InfiniteTimeSpan, new Sink((_, _) => Assert.Fail("delivered"))));
            waker.Join();
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_wait_may_be_longer_than_the_system_can_say(string name)
    {
        using var selector = EverySelector.Make(name);
        foreach (var timeout in new[] { TimeSpan.FromMinutes(36), TimeSpan.FromDays(1), TimeSpan.FromDays(25), TimeSpan.FromDays(1200), TimeSpan.MaxValue })
        {
            selector.Wake();
            Assert.Equal(0, selector.Poll(timeout, new Sink((_, _) => Assert.Fail("delivered"))));
            selector.Wake();
            Assert.Empty(selector.Select(timeout));
        }
    }

    [Fact]
    public void Epoll_delivers_without_allocating()
    {
        if (!OperatingSystem.IsLinux()) return;
        using Selector selector = new EpollSelector();
        using var pair = new SocketPair();
        selector.Attach(new PortableSocket(pair.Server), this);
        var count = 0;
        var sink = new Sink((_, e) => count += (e & SelectorEvents.Read) != 0 ? 1 : 0);
        var buffer = new byte[16];
        Assert.Equal(0, Allocations.Least(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                var seen = count;
                pair.Client.Send(buffer, SocketFlags.None);
                while (count == seen) selector.Poll(Timeout.InfiniteTimeSpan, sink);
                pair.Server.Receive(buffer);
            }
        }));
    }
}
