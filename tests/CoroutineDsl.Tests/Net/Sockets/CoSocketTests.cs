using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Sockets;

/// <summary>Streams: what arrives, what ends them, what breaks them.</summary>
public class CoSocketTests
{
    [Theory, ClassData(typeof(EverySelector))]
    public void Bytes_come_back_whatever_the_size(string selector) => OnHub.Run(selector, Test);

    private static IEnumerator<Yield> Test()
    {
        using var listener = CoSocket.Listen(Loopback);
        foreach (var size in new[] { 1, 2, 100, 4095, 4096, 4097, 65_536, 1_000_003, 5_000_000 })
        {
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            var echo = Spawn(Echo(listener.Accept().Await()), "echo");
            var sent = Pattern(size);
            var sending = Spawn(SendAll(client, sent));
            Assert.Equal(sent, ReceiveExactly(client, size).Await());
            sending.Get().Await();
            client.Shutdown(SocketShutdown.Send);
            Assert.Equal(size, echo.Get().Await());
            Assert.Equal(0, client.Receive(new byte[1]).Await());
        }

        yield break;
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_blocking_peer_on_another_thread_is_served(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            var sent = Pattern(100_000);
            var reply = Peer.Talk(listener.LocalEndPoint!, peer =>
            {
                var all = new List<byte>();
                foreach (var chunk in sent.Chunk(999))
                {
                    peer.SendAll(chunk);
                    all.AddRange(peer.ReceiveExactly(chunk.Length));
                }

                peer.Socket.Shutdown(SocketShutdown.Send);
                Assert.Empty(peer.ReceiveToEnd());
                return all.ToArray();
            });
            Assert.Equal(sent.Length, Echo(listener.Accept().Await()).Await());
            Assert.Equal(sent, reply.Bounded().Await());
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void SendAll_goes_on_as_the_peer_makes_room(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            var sent = Pattern(8_000_000);
            var mayRead = new TaskCompletionSource();
            var received = Peer.Talk(listener.LocalEndPoint!, peer =>
            {
                mayRead.Task.Wait();
                return peer.ReceiveToEnd();
            });
            using (var conn = listener.Accept().Await())
            {
                conn.SendBufferSize = 20_000;
                var sending = Spawn(SendAll(conn, sent));
                Sleep(TimeSpan.Zero).Await();
                Assert.False(sending.IsReady);
                mayRead.SetResult();
                sending.Get().Await();
            }

            Assert.Equal(sent, received.Bounded().Await());
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_peer_that_has_ended_its_sending_still_gets_the_answer(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            // with the data and the end in one packet or in two, before or after the wait began
            for (var i = 0; i < 50; i++)
            {
                var answer = Peer.Talk(listener.LocalEndPoint!, peer =>
                {
                    peer.SendAll("question"u8);
                    peer.Socket.Shutdown(SocketShutdown.Send);
                    return peer.ReceiveToEnd();
                });
                using var conn = listener.Accept().Await();
                var buffer = new byte[100];
                var total = 0;
                while (conn.Receive(buffer.AsMemory(total)).Await() is var n and > 0) total += n;
                Assert.Equal("question"u8, buffer.AsSpan(0, total));
                Assert.Equal(0, conn.Receive(buffer).Await());
                conn.SendAll("answer"u8.ToArray()).Await();
                conn.Close();
                Assert.Equal("answer"u8, answer.Bounded().Await());
            }

            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void A_reset_is_a_socket_exception_at_the_wait(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            var peer = new Peer(listener.LocalEndPoint!);
            using var conn = listener.Accept().Await();
            var receiving = Spawn(Echo(conn));
            Sleep(TimeSpan.Zero).Await();
            peer.Reset();
            receiving.Join().Await();
            Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(receiving.Exception).SocketErrorCode);
            Assert.True(conn.IsClosed);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Sending_to_a_peer_that_is_gone_fails_and_does_not_kill_the_process(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            var peer = new Peer(listener.LocalEndPoint!);
            using var conn = listener.Accept().Await();
            peer.Dispose();
            SocketException? failure = null;
            while (failure is null)
            {
                try
                {
                    conn.SendAll(new byte[1000]).Await();
                }
                catch (SocketException e)
                {
                    failure = e;
                }
            }

            Assert.Contains(failure.SocketErrorCode, new[] { SocketError.ConnectionReset, SocketError.Shutdown, SocketError.ConnectionAborted });
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void An_empty_buffer_waits_for_bytes_and_takes_none(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var peer = new Peer(listener.LocalEndPoint!);
            using var conn = listener.Accept().Await();
            var sent = Task.Run(() => peer.SendAll("abc"u8));
            Assert.Equal(0, conn.Receive(Memory<byte>.Empty).Await());
            Assert.Equal(0, conn.Receive(Memory<byte>.Empty).Await());
            conn.WaitReadable().Await();
            Assert.Equal("abc"u8, ReceiveExactly(conn, 3).Await());

            var waiting = conn.WaitReadable(TimeSpan.FromMilliseconds(5));
            var timeout = Assert.Throws<SocketException>(() => waiting.Await());
            Assert.Equal(SocketError.TimedOut, timeout.SocketErrorCode);
            conn.WaitWritable().Await();
            peer.Socket.Shutdown(SocketShutdown.Send);
            conn.WaitReadable().Await();
            Assert.Equal(0, conn.Receive(new byte[1]).Await());
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Many_buffers_are_sent_in_order(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            var random = new Random(1);
            ReadOnlyMemory<byte>[] buffers = [.. Enumerable.Range(0, 300).Select(i => (ReadOnlyMemory<byte>)Pattern(i % 7 == 0 ? 0 : random.Next(40_000), i))];
            var all = buffers.SelectMany(b => b.ToArray()).ToArray();
            var receiving = Spawn(ReceiveExactly(conn, all.Length));
            client.SendAll(buffers).Await();
            Assert.Equal(all, receiving.Get().Await());
            client.SendAll([]).Await();
            client.SendAll(ReadOnlyMemory<byte>.Empty).Await();
            Assert.Equal(0, client.Send(ReadOnlyMemory<byte>.Empty).Await());
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Both_directions_at_once(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var one = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var two = listener.Accept().Await();
            byte[] there = Pattern(3_000_000, 1), back = Pattern(3_000_000, 2);
            var sending = new[] { Spawn(SendAll(one, there)), Spawn(SendAll(two, back)) };
            var arriving = Spawn(ReceiveExactly(two, there.Length));
            Assert.Equal(back, ReceiveExactly(one, back.Length).Await());
            Assert.Equal(there, arriving.Get().Await());
            JoinAll(sending).Await();
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Urgent_data_does_not_hide_what_follows_it(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var peer = new Peer(listener.LocalEndPoint!);
            using var conn = listener.Accept().Await();
            for (var i = 0; i < 20; i++)
            {
                peer.Socket.Send("ab"u8);
                peer.Socket.Send("!"u8, SocketFlags.OutOfBand);
                peer.Socket.Send("cd"u8);
                Assert.Equal("abcd"u8, ReceiveExactly(conn, 4).Await());
            }

            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Unix_domain_sockets_work_alike(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
            try
            {
                var endPoint = new UnixDomainSocketEndPoint(path);
                using var listener = CoSocket.Listen(endPoint);
                Assert.Equal(path, listener.LocalEndPoint!.ToString());
                using var client = CoSocket.Connect(endPoint).Await();
                var echo = Spawn(Echo(listener.Accept().Await()));
                var sent = Pattern(1_000_000);
                var sending = Spawn(SendAll(client, sent));
                Assert.Equal(sent, ReceiveExactly(client, sent.Length).Await());
                client.Close();
                Assert.Equal(sent.Length, echo.Get().Await());
            }
            finally
            {
                File.Delete(path);
            }

            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void IPv6_and_dual_mode(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var raw = new Socket(AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp) { DualMode = true };
            raw.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
            raw.Listen();
            using var listener = new CoSocket(raw);
            var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
            foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
            {
                using var client = CoSocket.Connect(new IPEndPoint(address, port)).Await();
                using var conn = listener.Accept().Await();
                Assert.Equal(((IPEndPoint)client.LocalEndPoint!).Port, ((IPEndPoint)conn.RemoteEndPoint!).Port);
                Assert.Equal(new IPEndPoint(address, port), client.RemoteEndPoint);
                Assert.Equal(address, ((IPEndPoint)conn.RemoteEndPoint).Address is { IsIPv4MappedToIPv6: true } mapped ? mapped.MapToIPv4() : ((IPEndPoint)conn.RemoteEndPoint).Address);
                client.SendAll("x"u8.ToArray()).Await();
                Assert.Equal(1, conn.Receive(new byte[9]).Await());
            }

            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Datagrams_keep_their_boundaries_and_their_senders(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var one = CoSocket.Bind(Loopback);
            using var two = CoSocket.Bind(Loopback);
            var buffer = new byte[100];
            var waiting = one.ReceiveFrom(buffer, TimeSpan.FromMilliseconds(5));
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => waiting.Await()).SocketErrorCode);
            for (var i = 1; i < 200; i++)
            {
                Assert.Equal(i % 50, two.SendTo(Pattern(i % 50, i), one.LocalEndPoint!).Await());
                var (count, from) = one.ReceiveFrom(buffer).Await();
                Assert.Equal(Pattern(i % 50, i), buffer[..count]);
                Assert.Equal(two.LocalEndPoint, from);
            }

            yield break;
        }
    }
}
