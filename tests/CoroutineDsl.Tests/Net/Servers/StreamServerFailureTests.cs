using System.Diagnostics;
using System.Net.Sockets;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using CoroutineDsl.Tests.Net.Sockets;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Servers;

/// <summary>What goes wrong with one connection is the affair of that one.</summary>
public partial class StreamServerFailureTests
{
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
}
