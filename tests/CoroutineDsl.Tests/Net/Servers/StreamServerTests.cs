using System.Diagnostics;
using System.Net.Sockets;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using CoroutineDsl.Tests.Net.Sockets;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Servers;

[Collection(Descriptors.Alone)]
public partial class StreamServerTests
{
    private static readonly TimeSpan Patience = OnHub.Patience;

    [Theory, ClassData(typeof(EverySelector))]
    public void Blocking_clients_on_many_threads_are_served_at_once(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            const int clients = 30;
            var server = StreamServer.Create(Loopback, conn => Echo(conn));
            server.Start();
            var endPoint = server.LocalEndPoint!;
            // each holds its connection until all have one: served one after the other, this would not end
            var all = new Barrier(clients);
            var talks = Enumerable.Range(0, clients).Select(i => Peer.Talk(endPoint, peer =>
            {
                peer.SendAll(Pattern(1000, i));
                var first = peer.ReceiveExactly(1000);
                all.SignalAndWait(Patience);
                peer.SendAll(Pattern(1000, ~i));
                var second = peer.ReceiveExactly(1000);
                return (first, second);
            })).ToArray();
            var replies = Task.WhenAll(talks).Bounded().Await();
            for (var i = 0; i < clients; i++)
            {
                Assert.Equal(Pattern(1000, i), replies[i].first);
                Assert.Equal(Pattern(1000, ~i), replies[i].second);
            }

            server.Stop(Patience).Await();
            Assert.Equal(0, server.ConnectionCount);
            Assert.Equal(clients, server.AcceptedCount);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_thousand_connections_and_their_descriptors_come_and_go(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var server = StreamServer.Create(Loopback, conn => Echo(conn));
            server.Start();
            var endPoint = server.LocalEndPoint!;
            var before = Descriptors.Count;
            var clients = new List<CoSocket>();
            for (var i = 0; i < 1000; i++) clients.Add(CoSocket.Connect(endPoint).Await());
            JoinAll(clients.Select((client, i) => (Greenlet)Spawn(Converse(client, i))), raiseError: true).Await();
            Assert.Equal(1000, server.ConnectionCount);
            Assert.InRange(Descriptors.Count, OperatingSystem.IsLinux() ? before + 1900 : 0, int.MaxValue);
            clients.ForEach(c => c.Close());
            server.Stop(Patience).Await();
            Assert.Equal(0, server.ConnectionCount);
            Assert.InRange(Descriptors.Count, 0, before + 5);
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Converse(CoSocket client, int seed)
    {
        for (var i = 0; i < 3; i++)
        {
            var sent = Pattern(100, seed + i);
            client.SendAll(sent).Await();
            Assert.Equal(sent, ReceiveExactly(client, sent.Length).Await());
        }

        yield break;
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Before_the_start_refused_afterwards_refused(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var taken = CoSocket.Listen(Loopback);
            var endPoint = taken.LocalEndPoint!;
            taken.Close();
            using var server = StreamServer.Create(endPoint, conn => Echo(conn));
            Assert.Null(server.LocalEndPoint);
            Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => CoSocket.Connect(endPoint).Await()).SocketErrorCode);
            server.Start();
            server.Start();
            Assert.True(server.IsStarted);
            using (var client = CoSocket.Connect(endPoint).Await())
            {
                client.SendAll("x"u8.ToArray()).Await();
                Assert.Equal("x"u8, ReceiveExactly(client, 1).Await());
            }

            server.Stop().Await();
            Assert.True(server.IsStopped);
            Assert.False(server.IsStarted);
            Assert.Null(server.LocalEndPoint);
            Assert.Equal(SocketError.ConnectionRefused, Assert.Throws<SocketException>(() => CoSocket.Connect(endPoint).Await()).SocketErrorCode);
            Assert.Throws<ObjectDisposedException>(server.Start);
            server.Stop().Await();
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_listening_socket_keeps_connections_until_the_start(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            client.SendAll("early"u8.ToArray()).Await();
            using var server = new StreamServer(listener, conn => Coroutine.FromIterator(Echo(conn)));
            server.Start();
            Assert.Equal("early"u8, ReceiveExactly(client, 5).Await());
            Assert.Throws<ArgumentException>(() => new StreamServer(listener, conn => Coroutine.FromIterator(Echo(conn)), new() { Backlog = 5 }));

            server.StopAccepting();
            using var waiting = CoSocket.Connect(listener.LocalEndPoint!).Await();
            waiting.SendAll("later"u8.ToArray()).Await();
            Sleep(TimeSpan.Zero).Await();
            Assert.Equal(1, server.ConnectionCount);
            server.StartAccepting();
            Assert.Equal("later"u8, ReceiveExactly(waiting, 5).Await());
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_full_pool_lets_others_wait(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var server = StreamServer.Create(Loopback, conn => Echo(conn), new() { PoolSize = 2 });
            server.Start();
            var endPoint = server.LocalEndPoint!;
            var clients = new List<CoSocket>();
            for (var i = 0; i < 5; i++) clients.Add(CoSocket.Connect(endPoint).Await());
            foreach (var client in clients) client.SendAll("x"u8.ToArray()).Await();
            for (var i = 0; i < clients.Count; i++)
            {
                Assert.Equal("x"u8, ReceiveExactly(clients[i], 1).Await());
                Assert.InRange(server.ConnectionCount, 1, 2);
                if (i > 0) clients[i - 1].Close();
            }

            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_failing_handler_is_reported_and_its_client_disconnected(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var failures = new List<Exception>();
            Hub.Current.UnhandledException = (_, e) => failures.Add(e);
            using var server = new StreamServer(Loopback, conn => conn.RemoteEndPoint is null ? throw new UnreachableException() : Fail(conn));
            server.Start();
            for (var i = 0; i < 3; i++)
            {
                using var client = CoSocket.Connect(server.LocalEndPoint!).Await();
                client.SendAll("x"u8.ToArray()).Await();
                Assert.Equal(0, client.Receive(new byte[1]).Await());
            }

            Sleep(TimeSpan.Zero).Await();
            Assert.Equal(3, failures.Count);
            Assert.All(failures, f => Assert.Equal("handler", f.Message));
            Assert.Equal(0, server.ConnectionCount);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_handler_that_cannot_be_made_is_reported_and_its_client_disconnected(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var failures = new List<Exception>();
            Hub.Current.UnhandledException = (_, e) => failures.Add(e);
            using var server = new StreamServer(Loopback, conn => throw new InvalidOperationException("factory"));
            server.Start();
            using var client = CoSocket.Connect(server.LocalEndPoint!).Await();
            Assert.Equal(0, client.Receive(new byte[1]).Await());
            Sleep(TimeSpan.Zero).Await();
            Assert.Equal("factory", Assert.Single(failures).Message);
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Fail(CoSocket conn)
    {
        conn.Receive(new byte[1]).Await();
        throw new InvalidOperationException("handler");
#pragma warning disable CS0162 // what makes it an iterator
        yield break;
#pragma warning restore CS0162
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Stop_lets_conversations_end_and_serves_the_backlog(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var server = StreamServer.Create(Loopback, conn => Echo(conn));
            server.Start();
            var endPoint = server.LocalEndPoint!;
            using var open = CoSocket.Connect(endPoint).Await();
            open.SendAll("a"u8.ToArray()).Await();
            Assert.Equal("a"u8, ReceiveExactly(open, 1).Await());

            server.StopAccepting();
            using var pending = CoSocket.Connect(endPoint).Await();
            pending.SendAll("b"u8.ToArray()).Await();
            var stopping = Spawn(Stop(server, Patience));
            Sleep(TimeSpan.Zero).Await();
            Assert.Null(server.LocalEndPoint);
            Assert.Equal("b"u8, ReceiveExactly(pending, 1).Await());
            open.SendAll("c"u8.ToArray()).Await();
            Assert.Equal("c"u8, ReceiveExactly(open, 1).Await());
            Assert.False(stopping.IsReady);
            open.Close();
            pending.Close();
            stopping.Get().Await();
            Assert.Equal(0, server.ConnectionCount);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Stop_kills_at_the_deadline_and_waits_for_the_finally_blocks(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var log = new List<string>();
            var server = new StreamServer(Loopback, conn => Stubborn(conn, log));
            server.Start();
            using var client = CoSocket.Connect(server.LocalEndPoint!).Await();
            client.SendAll("x"u8.ToArray()).Await();
            Assert.Equal("y"u8, ReceiveExactly(client, 1).Await());
            server.Stop(TimeSpan.FromMilliseconds(5)).Await();
            Assert.Equal(["received", "exit", "finally"], log);
            Assert.Equal(0, server.ConnectionCount);
            Assert.Equal("bye"u8, ReceiveExactly(client, 3).Await());
            Assert.Equal(0, client.Receive(new byte[1]).Await());
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Stubborn(CoSocket conn, List<string> log)
    {
        try
        {
            conn.Receive(new byte[1]).Await();
            log.Add("received");
            conn.SendAll("y"u8.ToArray()).Await();
            conn.Receive(new byte[1]).Await();
        }
        catch (GreenletExit)
        {
            log.Add("exit");
            throw;
        }
        finally
        {
            Sleep(TimeSpan.FromMilliseconds(1)).Await();
            conn.SendAll("bye"u8.ToArray()).Await();
            log.Add("finally");
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Stop(StreamServer server, TimeSpan timeout)
    {
        server.Stop(timeout).Await();
        yield break;
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Connections_that_never_ran_are_closed_too(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            var server = new StreamServer(listener, conn => Coroutine.FromIterator(Echo(conn)));
            server.Start();
            server.Dispose();
            Assert.Equal(0, server.ConnectionCount);
            Assert.Equal(0, client.Receive(new byte[1]).Await());
            server.Stop().Await();
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void ServeForever_returns_when_stopped_and_stops_when_killed(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            foreach (var isKilled in new[] { false, true })
            {
                var server = StreamServer.Create(Loopback, conn => Echo(conn));
                var serving = Spawn(Serve(server));
                Sleep(TimeSpan.Zero).Await();
                using var client = CoSocket.Connect(server.LocalEndPoint!).Await();
                client.SendAll("x"u8.ToArray()).Await();
                Assert.Equal("x"u8, ReceiveExactly(client, 1).Await());
                if (isKilled)
                {
                    serving.Kill().Await();
                    Assert.Equal(0, client.Receive(new byte[1]).Await());
                }
                else
                {
                    client.Close();
                    server.Stop().Await();
                }

                serving.Join().Await();
                Assert.True(serving.IsDead);
                Assert.True(server.IsStopped);
                Assert.Equal(0, server.ConnectionCount);
            }

            yield break;
        }
    }

    [Coroutine]
    internal static IEnumerator<Yield> Serve(StreamServer server)
    {
        server.ServeForever().Await();
        yield break;
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Resets_silence_and_half_closes_do_the_server_no_harm(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            Hub.Current.UnhandledException = (_, e) => Assert.IsType<SocketException>(e);
            var server = StreamServer.Create(Loopback, conn => Echo(conn));
            server.Start();
            var endPoint = server.LocalEndPoint!;
            using var silent = new Peer(endPoint);
            for (var i = 0; i < 50; i++)
            {
                var rude = new Peer(endPoint);
                if (i % 2 == 0) rude.SendAll(new byte[100]);
                rude.Reset();
                var reply = Peer.Talk(endPoint, peer =>
                {
                    peer.SendAll("half"u8);
                    peer.Socket.Shutdown(SocketShutdown.Send);
                    return peer.ReceiveToEnd();
                });
                Assert.Equal("half"u8, reply.Bounded().Await());
            }

            server.Stop(TimeSpan.FromMilliseconds(5)).Await();
            Assert.Equal(0, server.ConnectionCount);
            Assert.Empty(silent.ReceiveToEnd());
            yield break;
        }
    }

    [Fact]
    public void Options_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamServerOptions { MaxAccept = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamServerOptions { PoolSize = 0 });
        Assert.Throws<ArgumentNullException>(() => new StreamServer(Loopback, null!));
    }
}
