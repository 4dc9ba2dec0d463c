using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Contract;

/// <summary>Connections over IPv4 and IPv6, the same on every selector.</summary>
public partial class StreamContractTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(5);

    [Theory, ClassData(typeof(EverySelector)), Covers("Listen", "Connect", "Accept", "LocalEndPoint", "RemoteEndPoint", "AddressFamily", ".ctor")]
    public void Addresses_are_those_of_both_ends(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!, OnHub.Patience).Await();
            using var conn = listener.Accept(OnHub.Patience).Await();
            Assert.Equal(client.LocalEndPoint, conn.RemoteEndPoint);
            Assert.Equal(listener.LocalEndPoint, client.RemoteEndPoint);
            Assert.Null(listener.RemoteEndPoint);
            Assert.Equal(AddressFamily.InterNetwork, conn.AddressFamily);
            using var pair = new SocketPair();
            using var over = new CoSocket(pair.Client);
            Assert.Equal(pair.Server.LocalEndPoint, over.RemoteEndPoint);
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => listener.Accept(Short).Await()).SocketErrorCode);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector)), Covers("DualMode")]
    public void IPv6_takes_IPv4_peers_too(string selector)
    {
        if (!Socket.OSSupportsIPv6) return;
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(new IPEndPoint(IPAddress.IPv6Any, 0));
            Assert.True(listener.DualMode);
            var port = ((IPEndPoint)listener.LocalEndPoint!).Port;
            foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback, IPAddress.Loopback.MapToIPv6() })
            {
                using var client = CoSocket.Connect(new IPEndPoint(address, port), OnHub.Patience).Await();
                using var conn = listener.Accept(OnHub.Patience).Await();
                client.SendAll("x"u8.ToArray()).Await();
                Assert.Equal("x"u8, ReceiveExactly(conn, 1).Await());
            }

            using var datagrams = CoSocket.Bind(new IPEndPoint(IPAddress.IPv6Any, 0));
            Assert.True(datagrams.DualMode);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector)), Covers("Receive", "Send", "SendAll", "TryReceive", "TrySend", "WaitReadable", "WaitWritable")]
    public void Bytes_go_both_ways_whether_or_not_they_are_waited_for(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            var buffer = new byte[10];
            Assert.False(conn.TryReceive(buffer, out _));
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => conn.Receive(buffer, Short).Await()).SocketErrorCode);
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => conn.Receive(buffer, 5).Await()).SocketErrorCode);
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => conn.WaitReadable(Short).Await()).SocketErrorCode);
            Assert.Equal(3, client.Send("one"u8.ToArray()).Await());
            conn.WaitReadable(OnHub.Patience).Await();
            Assert.Equal(0, conn.Receive(Memory<byte>.Empty).Await());
            Assert.True(conn.TryReceive(buffer, out var count));
            Assert.Equal("one"u8, buffer.AsSpan(0, count));
            Assert.False(conn.TryReceive(buffer, out _));
            client.SendAll((ReadOnlyMemory<byte>[])["t"u8.ToArray(), default, "wo"u8.ToArray()]).Await();
            Assert.Equal("two"u8, ReceiveExactly(conn, 3).Await());
            Assert.True(client.TrySend("x"u8, out count));
            Assert.Equal(1, count);
            Assert.True(client.TrySend((ReadOnlyMemory<byte>[])["y"u8.ToArray(), "z"u8.ToArray()], out count));
            Assert.Equal("xyz"u8[..(1 + count)], ReceiveExactly(conn, 1 + count).Await());
            while (client.TrySend(new byte[100_000], out _))
            {
            }

            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => client.WaitWritable(Short).Await()).SocketErrorCode);
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => client.Send(new byte[1], Short).Await()).SocketErrorCode);
            Assert.True(client.UnacknowledgedCount is null or > 0);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector)), Covers("Shutdown", "Interrupt", "Close", "Dispose", "IsClosed", "ToString", "WaitPeerClosed", "UnacknowledgedCount")]
    public void Ends_are_told_to_who_waits_and_to_who_watches(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            var conn = listener.Accept().Await();
            Assert.False(conn.WaitPeerClosed(Short).Await());
            client.SendAll("unread"u8.ToArray()).Await();
            while (client.UnacknowledgedCount > 0) Sleep(1).Await();
            Assert.False(conn.WaitPeerClosed(Short).Await());
            var watching = Spawn(Watch(conn));
            Sleep(1).Await();
            client.Shutdown(SocketShutdown.Send);
            if (OperatingSystem.IsLinux()) Assert.True(watching.Get(OnHub.Patience).Await());
            Assert.Equal("unread"u8, ReceiveExactly(conn, 6).Await());
            Assert.Equal(0, conn.Receive(new byte[1]).Await());
            Assert.True(watching.Get(OnHub.Patience).Await());
            conn.SendAll("still"u8.ToArray()).Await();
            Assert.Equal("still"u8, ReceiveExactly(client, 5).Await());
            Assert.Contains(conn.LocalEndPoint!.ToString()!, conn.ToString(), StringComparison.Ordinal);
            var interrupted = Spawn(ReceiveExactly(client, 1));
            Sleep(1).Await();
            client.Interrupt(reading: false, writing: true);
            Sleep(1).Await();
            Assert.False(interrupted.IsReady);
            client.Interrupt(reading: true, writing: false);
            Assert.Equal(SocketError.OperationAborted, Assert.Throws<SocketException>(() => interrupted.Get().Await()).SocketErrorCode);
            var receiving = Spawn(ReceiveExactly(client, 1));
            Sleep(1).Await();
            client.Close();
            Assert.Equal(SocketError.OperationAborted, Assert.Throws<SocketException>(() => receiving.Get().Await()).SocketErrorCode);
            Assert.True(client.IsClosed);
            client.Dispose();
            Assert.Throws<ObjectDisposedException>(() => client.Receive(new byte[1]).Await());
            conn.Close();
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector)), Covers("NoDelay", "KeepAlive", "LingerState", "SendBufferSize", "ReceiveBufferSize", "Options", "Tls")]
    public void Options_are_read_as_they_were_set(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            Assert.True(client.NoDelay && conn.NoDelay);
            (client.NoDelay, client.KeepAlive, client.LingerState) = (false, true, new LingerOption(true, 3));
            Assert.Equal((false, true, 3), (client.NoDelay, client.KeepAlive, client.LingerState!.LingerTime));
            (client.SendBufferSize, client.ReceiveBufferSize) = (20_000, 30_000);
            Assert.InRange(client.SendBufferSize, 20_000, 100_000);
            Assert.InRange(client.ReceiveBufferSize, 30_000, 100_000);
            Assert.Null(conn.Tls);
            Assert.Equal(conn.LocalEndPoint, conn.Options.LocalEndPoint);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector)), Covers("UnsentLimit")]
    public void The_system_keeps_no_more_unsent_than_it_is_told(string selector)
    {
        if (!OperatingSystem.IsLinux()) return;
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            Assert.Null(listener.UnsentLimit);
            var free = Kept(listener).Await();
            listener.UnsentLimit = 10_000;
            Assert.Equal(10_000, listener.UnsentLimit);
            Assert.InRange(free - Kept(listener).Await(), 500_000, int.MaxValue);
            listener.UnsentLimit = null;
            Assert.Null(listener.UnsentLimit);
            Assert.Throws<ArgumentOutOfRangeException>(() => listener.UnsentLimit = 0);
            using var path = CoSocket.Listen(new UnixDomainSocketEndPoint(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName())));
            path.UnsentLimit = 10_000;
            Assert.Null(path.UnsentLimit);
            yield break;
        }
    }

    /// <summary>How many bytes there is room for on the way to a client that reads none.</summary>
    [Coroutine]
    private static IEnumerator<Yield<int>> Kept(CoSocket listener)
    {
        using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
        using var conn = listener.Accept().Await();
        Assert.Equal(listener.UnsentLimit, conn.UnsentLimit);
        var (kept, piece) = (0, new byte[1000]);
        while (conn.TrySend(piece, out var sent)) kept += sent;
        yield return kept;
    }

    [Theory, ClassData(typeof(EverySelector)), Covers("SendFile", "TrySendFile", "CopyTo")]
    public void Files_are_sent_and_what_cannot_be_is_refused(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using var listener = CoSocket.Listen(Loopback);
            using var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            using var conn = listener.Accept().Await();
            var path = Path.GetTempFileName();
            File.WriteAllText(path, "0123456789");
            using (var file = File.OpenHandle(path))
            {
                Assert.Equal(4, conn.SendFile(path, 3, 4).Await());
                Assert.Equal(3, conn.SendFile(file, 7).Await());
                Assert.True(conn.TrySendFile(file, 0, 2, out var sent));
                Assert.Equal("345678901"u8[..(7 + (int)sent)], ReceiveExactly(client, 7 + (int)sent).Await());
                Assert.True(conn.TrySendFile(file, 10, 1, out sent) && sent == 0);
                Assert.Equal(0, conn.SendFile(file, 10).Await());
                Assert.Throws<ArgumentOutOfRangeException>(() => conn.SendFile(file, 11).Await());
                Assert.Throws<ArgumentOutOfRangeException>(() => conn.SendFile(path, 11).Await());
            }

            if (OperatingSystem.IsLinux())
            {
                // what the kernel makes up is read, since it cannot be sent by itself
                var expected = File.ReadAllBytes("/proc/self/cmdline");
                Assert.Equal(expected.Length, conn.SendFile("/proc/self/cmdline").Await());
                Assert.Equal(expected, ReceiveExactly(client, expected.Length).Await());
                File.Delete(path);
                CoProcess.CheckOutput("mkfifo", path).Await();
                Assert.Throws<IOException>(() => conn.SendFile(path).Await());
            }

            File.Delete(path);
            var copying = Spawn(Copy(conn));
            client.SendAll("around"u8.ToArray()).Await();
            Assert.Equal("around"u8, ReceiveExactly(client, 6).Await());
            client.Shutdown(SocketShutdown.Send);
            Assert.Equal(6, copying.Get(OnHub.Patience).Await());
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield<bool>> Watch(CoSocket conn)
    {
        yield return conn.WaitPeerClosed().Await();
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> Copy(CoSocket conn)
    {
        yield return conn.CopyTo(conn).Await();
    }
}
