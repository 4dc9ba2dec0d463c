using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Selectors;

/// <summary>What Python's selectors promise, on every selector.</summary>
public class SelectorTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory, ClassData(typeof(EverySelector))]
    public void A_socket_is_reported_for_what_it_is_ready_for(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        var key = selector.Register(pair.Server, SelectorEvents.Read | SelectorEvents.Write, "data");
        Assert.Same(pair.Server, key.Socket);
        Assert.Equal("data", key.Data);

        Assert.Equal(SelectorEvents.Write, Assert.Single(selector.Select(Patience)).Events);
        pair.Client.Send("x"u8);
        Assert.True(pair.Server.Poll(Patience, SelectMode.SelectRead));
        var ready = Assert.Single(selector.Select(Patience));
        Assert.Equal(SelectorEvents.Read | SelectorEvents.Write, ready.Events);
        Assert.Same(key, ready.Key);
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Readiness_is_reported_until_it_is_used_up(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        selector.Register(pair.Server, SelectorEvents.Read);
        pair.Client.Send("ab"u8);
        Assert.Single(selector.Select(Patience));
        Assert.Single(selector.Select(Patience));
        pair.Server.Receive(new byte[1]);
        Assert.Single(selector.Select(Patience));
        pair.Server.Receive(new byte[1]);
        Assert.Empty(selector.Select(TimeSpan.Zero));
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Modify_changes_events_and_data(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        selector.Register(pair.Server, SelectorEvents.Read, 1);
        Assert.Empty(selector.Select(TimeSpan.Zero));
        selector.Modify(pair.Server, SelectorEvents.Write, 2);
        var ready = Assert.Single(selector.Select(Patience));
        Assert.Equal(2, ready.Key.Data);
        Assert.Equal(SelectorEvents.Write, ready.Events);
        selector.Modify(pair.Server, SelectorEvents.Write, 3);
        Assert.Equal(3, Assert.Single(selector.Select(Patience)).Key.Data);
        selector.Modify(pair.Server, SelectorEvents.Read);
        Assert.Empty(selector.Select(TimeSpan.Zero));
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Unregister_ends_the_reports_and_returns_the_key(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        var key = selector.Register(pair.Server, SelectorEvents.Write);
        Assert.Single(selector.Select(Patience));
        Assert.Same(key, selector.Unregister(pair.Server));
        Assert.Empty(selector.Select(TimeSpan.Zero));
        Assert.Single(selector.Map.Count == 0 ? [selector.Register(pair.Server, SelectorEvents.Read)] : Array.Empty<SelectorKey>());
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void The_map_is_a_live_view(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        var map = selector.Map;
        Assert.Empty(map);
        var key = selector.Register(pair.Server, SelectorEvents.Read);
        Assert.Same(key, map[pair.Server]);
        Assert.False(map.ContainsKey(pair.Client));
        selector.Unregister(pair.Server);
        Assert.Empty(map);
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Misuse_is_refused(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        Assert.Throws<ArgumentException>(() => selector.Register(pair.Server, 0));
        Assert.Throws<ArgumentException>(() => selector.Register(pair.Server, (SelectorEvents)4));
        Assert.Throws<ArgumentNullException>(() => selector.Register(null!, SelectorEvents.Read));
        Assert.Throws<KeyNotFoundException>(() => selector.Modify(pair.Server, SelectorEvents.Read));
        Assert.Throws<KeyNotFoundException>(() => selector.Unregister(pair.Server));
        selector.Register(pair.Server, SelectorEvents.Read);
        Assert.Throws<ArgumentException>(() => selector.Register(pair.Server, SelectorEvents.Read));
        pair.Client.Dispose();
        Assert.Throws<ObjectDisposedException>(() => selector.Register(pair.Client, SelectorEvents.Read));
        selector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => selector.Register(pair.Server, SelectorEvents.Read));
        Assert.Throws<ObjectDisposedException>(() => selector.Select());
        selector.Dispose();
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Nothing_ready_is_an_empty_list_when_the_time_is_over(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        Assert.Empty(selector.Select(TimeSpan.Zero));
        selector.Register(pair.Server, SelectorEvents.Read);
        Assert.Empty(selector.Select(TimeSpan.Zero));
        Assert.Empty(selector.Select(TimeSpan.FromMicroseconds(300)));
        Assert.Empty(selector.Select(TimeSpan.FromMilliseconds(2)));
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Wake_ends_a_wait_without_end(string name)
    {
        using var selector = EverySelector.Make(name);
        selector.Wake();
        Assert.Empty(selector.Select());
        for (var i = 0; i < 100; i++)
        {
            var waker = new Thread(selector.Wake);
            waker.Start();
            Assert.Empty(selector.Select());
            waker.Join();
        }

        selector.Dispose();
        selector.Wake();
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void One_wake_ends_one_wait(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        for (var i = 0; i < 100; i++) selector.Wake();
        Assert.Empty(selector.Select());
        selector.Register(pair.Server, SelectorEvents.Read);
        pair.Client.Send("x"u8);
        Assert.Single(selector.Select());
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void The_end_of_the_stream_is_readable(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        selector.Register(pair.Server, SelectorEvents.Read);
        pair.Client.Shutdown(SocketShutdown.Send);
        Assert.Equal(SelectorEvents.Read, Assert.Single(selector.Select(Patience)).Events);
        Assert.Equal(0, pair.Server.Receive(new byte[1]));
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_reset_wakes_readers(string name)
    {
        using var selector = EverySelector.Make(name);
        using var pair = new SocketPair();
        selector.Register(pair.Server, SelectorEvents.Read);
        pair.Client.LingerState = new(true, 0);
        pair.Client.Close();
        Assert.Equal(SelectorEvents.Read, Assert.Single(selector.Select(Patience)).Events);
        Assert.Equal(SocketError.ConnectionReset, Assert.Throws<SocketException>(() => pair.Server.Receive(new byte[1])).SocketErrorCode);
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_pending_connection_is_readable_and_a_made_one_writable(string name)
    {
        using var selector = EverySelector.Make(name);
        using var listener = SocketPair.Listener();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        selector.Register(listener, SelectorEvents.Read);
        Assert.Empty(selector.Select(TimeSpan.Zero));
        try
        {
            client.Connect(listener.LocalEndPoint!);
        }
        catch (SocketException e)
        {
            Assert.Equal(SocketError.WouldBlock, e.SocketErrorCode);
        }

        Assert.Same(listener, Assert.Single(selector.Select(Patience)).Key.Socket);
        selector.Unregister(listener);
        selector.Register(client, SelectorEvents.Write);
        Assert.Equal(SelectorEvents.Write, Assert.Single(selector.Select(Patience)).Events);
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_refused_connection_wakes_the_writer(string name)
    {
        using var selector = EverySelector.Make(name);
        EndPoint nobody;
        using (var listener = SocketPair.Listener()) nobody = listener.LocalEndPoint!;
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        try
        {
            client.Connect(nobody);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return;
        }
        catch (SocketException e)
        {
            Assert.Equal(SocketError.WouldBlock, e.SocketErrorCode);
        }

        selector.Register(client, SelectorEvents.Write);
        Assert.Equal(SelectorEvents.Write, Assert.Single(selector.Select(Patience)).Events);
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_socket_closed_while_registered_does_no_harm(string name)
    {
        using var selector = EverySelector.Make(name);
        using var other = new SocketPair();
        var closed = new SocketPair();
        selector.Register(closed.Server, SelectorEvents.Read, "old");
        selector.Register(other.Server, SelectorEvents.Write, "other");
        closed.Dispose();
        Assert.Equal("other", Assert.Single(selector.Select(Patience)).Key.Data);

        // the numbers of the closed descriptors are the next to be given out
        using var reuse = new SocketPair();
        selector.Register(reuse.Server, SelectorEvents.Write, "new");
        Assert.Equal("old", selector.Unregister(closed.Server).Data);
        Assert.Equal(["new", "other"], selector.Select(Patience).Select(r => (string)r.Key.Data!).Order());
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void All_of_many_ready_sockets_are_reported(string name)
    {
        using var selector = EverySelector.Make(name);
        var pairs = Enumerable.Range(0, 300).Select(_ => new SocketPair()).ToList();
        try
        {
            foreach (var pair in pairs)
            {
                pair.Client.Send("x"u8);
                Assert.True(pair.Server.Poll(Patience, SelectMode.SelectRead));
                selector.Register(pair.Server, SelectorEvents.Read);
            }

            var seen = new HashSet<Socket>();
            while (seen.Count < pairs.Count)
            {
                var ready = selector.Select(TimeSpan.Zero);
                Assert.NotEmpty(ready);
                foreach (var (key, _) in ready)
                {
                    Assert.True(seen.Add(key.Socket));
                    key.Socket.Receive(new byte[1]);
                }
            }

            Assert.Empty(selector.Select(TimeSpan.Zero));
        }
        finally
        {
            pairs.ForEach(p => p.Dispose());
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Datagram_and_Unix_sockets_work_too(string name)
    {
        using var selector = EverySelector.Make(name);
        using var datagrams = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        datagrams.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        selector.Register(datagrams, SelectorEvents.Read);
        Assert.Empty(selector.Select(TimeSpan.Zero));
        datagrams.SendTo("x"u8, datagrams.LocalEndPoint!);
        Assert.Same(datagrams, Assert.Single(selector.Select(Patience)).Key.Socket);
        selector.Unregister(datagrams);

        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(path));
        selector.Register(listener, SelectorEvents.Read);
        Assert.Single(selector.Select(Patience));
        File.Delete(path);
    }

    [Fact]
    public void The_default_is_the_best_of_the_platform()
    {
        using var selector = Selector.Default();
        if (Environment.GetEnvironmentVariable("COROUTINEDSL_SELECTOR") is { Length: > 0 } forced) Assert.Equal(forced + "selector", selector.GetType().Name, ignoreCase: true);
        else if (OperatingSystem.IsLinux()) Assert.IsType<EpollSelector>(selector);
        else if (KqueueSelector.IsSupported) Assert.IsType<KqueueSelector>(selector);
        else Assert.IsType<PollSelector>(selector);
    }

    [Fact]
    public void Where_there_is_no_kqueue_its_selector_says_so()
    {
        if (!KqueueSelector.IsSupported) Assert.Throws<PlatformNotSupportedException>(() => new KqueueSelector());
    }
}
