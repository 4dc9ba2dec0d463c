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
        for (var i = 0; i < 3; i++) IsEchoed(client, Pattern(100, seed + i)).Await();
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
            using (var client = CoSocket.Connect(endPoint).Await()) IsEchoed(client, "x"u8.ToArray()).Await();
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

    [Fact]
    public void Options_are_checked()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamServerOptions { MaxAccept = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new StreamServerOptions { PoolSize = 0 });
        Assert.Throws<ArgumentNullException>(() => new StreamServer(Loopback, null!));
    }
}
