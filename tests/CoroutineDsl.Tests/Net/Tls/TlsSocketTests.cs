using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Tls;

/// <summary>What a socket can do, through TLS.</summary>
public partial class TlsSocketTests
{
    [Theory, ClassData(typeof(EverySelector))]
    public void A_send_that_is_killed_leaves_whole_records_behind(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var (client, server) = Pair().Await();
            using var own = client;
            var sent = Pattern(30_000_000);
            for (var round = 0; round < 3; round++)
            {
                var sending = Spawn(SendAll(client, sent));
                for (var i = 0; i < 20; i++) Sleep(TimeSpan.Zero).Await();
                Assert.False(sending.IsReady); // nobody reads: there is no room
                sending.Kill().Await();
                var rest = Spawn(SendAll(client, Encoding.ASCII.GetBytes($"round {round} ends here")));
                var received = Spawn(ReceiveUntil(server, $"round {round} ends here")).Get(OnHub.Patience).Await();
                Assert.True(received.AsSpan(0, received.Length - 17).SequenceEqual(sent.AsSpan(0, received.Length - 17)));
                rest.Get().Await();
            }

            server.Close();
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Files_many_buffers_and_copies_are_encrypted_too(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var path = Path.GetTempFileName();
            File.WriteAllBytes(path, Pattern(700_000));
            var (client, server) = Pair().Await();
            using var own = client;
            var echo = Spawn(CopyBack(server));
            var sending = Spawn(SendAllKinds(client, path));
            Assert.Equal(Pattern(700_000), ReceiveExactly(client, 700_000).Await());
            Assert.Equal([1, 2, 3, 4, 5, .. Pattern(40_000)], ReceiveExactly(client, 40_005).Await());
            sending.Get().Await();
            client.Close();
            Assert.Equal(740_005, echo.Get(OnHub.Patience).Await());
            server.Close();
            File.Delete(path);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Waiting_for_bytes_takes_none(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var (client, server) = Pair().Await();
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => server.WaitReadable(TimeSpan.FromMilliseconds(5)).Await()).SocketErrorCode);
            client.SendAll("ab"u8.ToArray()).Await();
            server.WaitReadable().Await();
            server.WaitReadable().Await();
            Assert.Equal("a"u8, ReceiveExactly(server, 1).Await());
            server.WaitReadable().Await(); // decrypted already: no event will tell
            Assert.Equal("b"u8, ReceiveExactly(server, 1).Await());
            client.Close();
            server.WaitReadable().Await();
            Assert.Equal(0, server.Receive(new byte[1]).Await());
            server.Close();
            yield break;
        }
    }

    [Fact]
    public void A_broken_record_breaks_the_connection()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            var (client, server) = Pair().Await();
            client.Raw.Socket.Send([23, 3, 3, 0, 20, .. new byte[20]]); // past the TLS
            Assert.Throws<SocketException>(() => server.Receive(new byte[10]).Await());
            Assert.Throws<SocketException>(() => server.Receive(new byte[10]).Await());
            client.Close();
            server.Close();
            yield break;
        }
    }

    /// <summary>Both ends of a connection after the handshake.</summary>
    [Coroutine]
    private static IEnumerator<Yield<(CoSocket Client, CoSocket Server)>> Pair()
    {
        using var listener = CoSocket.Listen(Loopback);
        var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
        var server = listener.Accept().Await();
        var shaking = Spawn(Shake(server));
        CoSslStream.AuthenticateAsClient(client, new System.Net.Security.SslClientAuthenticationOptions
        {
            TargetHost = "localhost",
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        }).Await();
        shaking.Get().Await();
        yield return (client, server);
    }

    [Coroutine]
    private static IEnumerator<Yield> Shake(CoSocket server)
    {
        CoSslStream.AuthenticateAsServer(server, Certificates.Localhost).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<long>> CopyBack(CoSocket conn)
    {
        yield return conn.CopyTo(conn).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> SendAllKinds(CoSocket conn, string path)
    {
        Assert.Equal(700_000, conn.SendFile(path).Await());
        conn.SendAll([new byte[] { 1, 2 }, default, new byte[] { 3, 4, 5 }, Pattern(40_000)]).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<byte[]>> ReceiveUntil(CoSocket conn, string end)
    {
        var all = new MemoryStream();
        var buffer = new byte[100_000];
        var last = Encoding.ASCII.GetBytes(end);
        while (!all.GetBuffer().AsSpan(0, (int)all.Length).EndsWith(last))
        {
            var n = conn.Receive(buffer).Await();
            all.Write(buffer, 0, n);
        }

        yield return all.ToArray();
    }
}
