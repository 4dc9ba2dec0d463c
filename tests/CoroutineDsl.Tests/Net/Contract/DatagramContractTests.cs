using System.Net;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Contract;

/// <summary>Datagrams and Unix domain sockets, the same on every selector.</summary>
public class DatagramContractTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(5);

    [Theory, ClassData(typeof(EverySelector)), Covers("Bind", "SendTo", "ReceiveFrom", "EnableBroadcast")]
    public void A_datagram_is_whole_or_says_that_it_is_not(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using CoSocket one = CoSocket.Bind(Loopback), two = CoSocket.Bind(Loopback);
            one.EnableBroadcast = true;
            Assert.True(one.EnableBroadcast);
            var buffer = new byte[5];
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => two.ReceiveFrom(buffer, Short).Await()).SocketErrorCode);
            foreach (var (sent, isTruncated) in new[] { ("", false), ("abc", false), ("abcde", false), ("abcdef", true), (new string('x', 5000), true), ("end", false) })
            {
                Assert.Equal(sent.Length, one.SendTo(Encoding.ASCII.GetBytes(sent), two.LocalEndPoint!).Await());
                var got = two.ReceiveFrom(buffer, OnHub.Patience).Await();
                Assert.Equal((sent[..Math.Min(5, sent.Length)], isTruncated, one.LocalEndPoint), (Encoding.ASCII.GetString(buffer, 0, got.Count), got.IsTruncated, got.RemoteEndPoint));
            }

            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector)), Covers("ConnectUdp")]
    public void Connected_UDP_talks_to_one_peer_only(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            using CoSocket peer = CoSocket.Bind(Loopback), stranger = CoSocket.Bind(Loopback);
            using var socket = CoSocket.ConnectUdp((IPEndPoint)peer.LocalEndPoint!, new IPEndPoint(IPAddress.Loopback, 0));
            Assert.Equal(peer.LocalEndPoint, socket.RemoteEndPoint);
            Assert.Equal(4, socket.Send("ping"u8.ToArray()).Await());
            var buffer = new byte[100];
            var got = peer.ReceiveFrom(buffer, OnHub.Patience).Await();
            Assert.Equal((4, socket.LocalEndPoint), (got.Count, got.RemoteEndPoint));
            stranger.SendTo("noise"u8.ToArray(), socket.LocalEndPoint!).Await();
            peer.SendTo("pong!"u8.ToArray(), socket.LocalEndPoint!).Await();
            Assert.Equal(5, socket.Receive(buffer, OnHub.Patience).Await());
            Assert.Equal("pong!"u8, buffer.AsSpan(0, 5));
            peer.SendTo("again"u8.ToArray(), socket.LocalEndPoint!).Await();
            Assert.Equal((5, peer.LocalEndPoint), (socket.ReceiveFrom(buffer, OnHub.Patience).Await() is var again ? again.Count : 0, again.RemoteEndPoint));
            peer.Close();
            Assert.Throws<SocketException>(() => SendInVain(socket));
            yield break;
        }

        static void SendInVain(CoSocket socket)
        {
            for (var i = 0; i < 100; i++)
            {
                socket.Send("x"u8.ToArray()).Await();
                Sleep(1).Await();
            }
        }
    }

    [Theory, ClassData(typeof(EverySelector)), Covers("PeerCredentials")]
    public void A_Unix_path_is_there_while_its_socket_is(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
            var endPoint = new UnixDomainSocketEndPoint(path);
            using var first = CoSocket.Listen(endPoint);
            Assert.Equal(path, first.LocalEndPoint!.ToString());
            using (var client = CoSocket.Connect(endPoint, OnHub.Patience).Await())
            using (var conn = first.Accept(OnHub.Patience).Await())
            {
                Assert.Equal((path, null, path, null), (client.RemoteEndPoint?.ToString(), client.LocalEndPoint, conn.LocalEndPoint?.ToString(), conn.RemoteEndPoint));
                client.SendAll("x"u8.ToArray()).Await();
                Assert.Equal("x"u8, ReceiveExactly(conn, 1).Await());
                if (!OperatingSystem.IsWindows()) Assert.Equal(Environment.ProcessId, conn.PeerCredentials.ProcessId);
            }

            Assert.Contains("Another process listens", Assert.Throws<SocketException>(() => CoSocket.Listen(endPoint)).Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => CoSocket.Listen(Loopback).PeerCredentials);
            if (OperatingSystem.IsLinux())
            {
                // a newer server has taken the path: the end of the older one is not the end of it
                File.Delete(path);
                using var second = CoSocket.Listen(endPoint);
                first.Close();
                Assert.True(File.Exists(path));
                CoSocket.Connect(endPoint, OnHub.Patience).Await().Close();
                second.Close();
            }

            first.Close();
            Assert.False(File.Exists(path));
            using (var raw = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
            {
                // left behind by a process that was killed
                raw.Bind(endPoint);
                File.Move(path, path + ".left");
            }

            File.Move(path + ".left", path);
            Assert.Contains("Delete it", Assert.Throws<SocketException>(() => CoSocket.Listen(endPoint)).Message, StringComparison.Ordinal);
            File.Delete(path);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Unix_datagrams_have_senders_with_and_without_a_name(string selector)
    {
        if (OperatingSystem.IsWindows()) return;
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
            using CoSocket one = CoSocket.Bind(new UnixDomainSocketEndPoint(path)), two = CoSocket.Bind(new UnixDomainSocketEndPoint(path + "2"));
            var buffer = new byte[3];
            one.SendTo("abc"u8.ToArray(), two.LocalEndPoint!).Await();
            var got = two.ReceiveFrom(buffer, OnHub.Patience).Await();
            Assert.Equal((3, false, path), (got.Count, got.IsTruncated, got.RemoteEndPoint?.ToString()));
            using (var unnamed = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified)) unnamed.SendTo("abcd"u8, new UnixDomainSocketEndPoint(path));
            got = one.ReceiveFrom(buffer, OnHub.Patience).Await();
            Assert.Equal((3, true, null), (got.Count, got.IsTruncated, got.RemoteEndPoint));
            yield break;
        }
    }
}
