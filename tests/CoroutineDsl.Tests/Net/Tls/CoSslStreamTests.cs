using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Tls;

public partial class CoSslStreamTests
{
    [Theory]
    [InlineData("epoll", SslProtocols.Tls12)]
    [InlineData("epoll", SslProtocols.Tls13)]
    [InlineData("poll", SslProtocols.Tls13)]
    public void Bytes_come_back_through_both_versions(string selector, SslProtocols protocol)
    {
        if (selector == "epoll" && !OperatingSystem.IsLinux()) return;
        OnHub.Run(selector, Body);

        IEnumerator<Yield> Body()
        {
            using var server = new StreamServer(Loopback, conn => Serve(conn, new SslServerAuthenticationOptions
            {
                ServerCertificate = Certificates.Localhost,
                ApplicationProtocols = [new("echo"), SslApplicationProtocol.Http11],
            }));
            server.Start();
            var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            using var client = CoSslStream.AuthenticateAsClient(socket, Trusting(protocol)).Await();
            Assert.Equal(protocol, client.Protocol);
            Assert.Equal("echo", client.ApplicationProtocol.ToString());
            Assert.Equal(Certificates.Localhost.Thumbprint, ((X509Certificate2)client.RemoteCertificate!).Thumbprint);
            foreach (var size in new[] { 1, 100, 16_384, 16_385, 500_000 })
            {
                var sent = Pattern(size);
                var sending = Spawn(Send(client, sent));
                Assert.Equal(sent, Receive(client, size).Await());
                sending.Get().Await();
            }

            client.Shutdown().Await();
            Assert.Equal(0, client.Receive(new byte[1]).Await());
            Assert.Equal(0, client.Receive(new byte[1]).Await());
            server.Stop(OnHub.Patience).Await();
            yield break;
        }
    }

    [Fact]
    public void A_blocking_client_of_the_framework_is_served()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var server = new StreamServer(Loopback, conn => Serve(conn, new SslServerAuthenticationOptions { ServerCertificate = Certificates.Localhost }));
            server.Start();
            var endPoint = server.LocalEndPoint!;
            var sent = Pattern(100_000);
            var reply = Peer.Talk(endPoint, peer =>
            {
                using var stream = peer.Encrypt();
                return Peer.Exchange(stream, sent, piece: 5000);
            });
            Assert.Equal(sent, reply.Bounded().Await());
            yield break;
        }
    }

    [Fact]
    public void Client_certificates_reach_the_server()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var mine = Certificates.Make("me");
            string? seen = null;
            using var server = new StreamServer(Loopback, conn => Serve(conn, new SslServerAuthenticationOptions
            {
                ServerCertificate = Certificates.Localhost,
                ClientCertificateRequired = true,
                RemoteCertificateValidationCallback = (_, certificate, _, _) => (seen = certificate?.Subject) is not null,
            }));
            server.Start();
            var options = Trusting(SslProtocols.Tls13);
            options.ClientCertificates = [mine];
            options.LocalCertificateSelectionCallback = (_, _, _, _, _) => mine;
            using var client = CoSslStream.AuthenticateAsClient(CoSocket.Connect(server.LocalEndPoint!).Await(), options).Await();
            client.SendAll("x"u8.ToArray()).Await();
            Assert.Equal("x"u8, Receive(client, 1).Await());
            Assert.Equal("CN=me", seen);
            yield break;
        }
    }

    [Fact]
    public void A_failed_handshake_closes_the_socket_and_harms_nobody_else()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            var reported = new List<Exception>();
            Hub.Current.UnhandledException = (_, e) => reported.Add(e);
            using var server = new StreamServer(Loopback, conn => Serve(conn, new SslServerAuthenticationOptions { ServerCertificate = Certificates.Localhost }));
            server.Start();

            // not trusted
            var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
            Assert.Throws<AuthenticationException>(() => CoSslStream.AuthenticateAsClient(socket, "localhost").Await());
            Assert.True(socket.IsClosed);

            // not TLS
            using (var rude = CoSocket.Connect(server.LocalEndPoint!).Await())
            {
                rude.SendAll("GET / HTTP/1.0\r\n\r\n"u8.ToArray()).Await();
                while (rude.Receive(new byte[100]).Await() > 0)
                {
                }
            }

            // silent
            using var listener = CoSocket.Listen(Loopback);
            socket = CoSocket.Connect(listener.LocalEndPoint!).Await();
            var timeout = Assert.Throws<SocketException>(() => CoSslStream.AuthenticateAsClient(socket, Trusting(SslProtocols.Tls13), TimeSpan.FromMilliseconds(5)).Await());
            Assert.Equal(SocketError.TimedOut, timeout.SocketErrorCode);
            using var conn = listener.Accept().Await();
            while (conn.Receive(new byte[1000]).Await() > 0)
            {
            }

            Assert.True(socket.IsClosed);
            using var client = CoSslStream.AuthenticateAsClient(CoSocket.Connect(server.LocalEndPoint!).Await(), Trusting(SslProtocols.Tls13)).Await();
            client.SendAll("x"u8.ToArray()).Await();
            Assert.Equal("x"u8, Receive(client, 1).Await());
            Assert.All(reported, e => Assert.True(e is AuthenticationException or IOException or SocketException, e.ToString()));
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Kills_and_timeouts_lose_no_byte(string selector)
    {
        const int size = 5_000;
        var seed = Environment.TickCount;
        var random = new Random(seed);
        OnHub.Run(selector, Body);

        IEnumerator<Yield> Body()
        {
            using var server = new StreamServer(Loopback, conn => Serve(conn, new SslServerAuthenticationOptions { ServerCertificate = Certificates.Localhost }));
            server.Start();
            using var client = CoSslStream.AuthenticateAsClient(CoSocket.Connect(server.LocalEndPoint!).Await(), Trusting(SslProtocols.Tls13)).Await();
            var sent = Pattern(size, seed);
            var sending = Spawn(SendChunks(client, sent));
            var received = new List<byte>();
            while (received.Count < size)
            {
                var victim = Spawn(Collect(client, received));
                for (var turns = random.Next(4); turns >= 0; turns--) Sleep(TimeSpan.FromTicks(random.Next(2) * 100)).Await();
                victim.Kill().Await();
            }

            sending.Get().Await();
            Assert.True(sent.SequenceEqual(received), $"seed {seed}");
            var waiting = client.Receive(new byte[1], TimeSpan.FromMilliseconds(2));
            Assert.Equal(SocketError.TimedOut, Assert.Throws<SocketException>(() => waiting.Await()).SocketErrorCode);
            client.SendAll("y"u8.ToArray()).Await();
            Assert.Equal("y"u8, Receive(client, 1).Await());
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Serve(CoSocket conn, SslServerAuthenticationOptions options)
    {
        using var ssl = CoSslStream.AuthenticateAsServer(conn, options).Await();
        var buffer = new byte[4096];
        while (ssl.Receive(buffer).Await() is var n and > 0) ssl.SendAll(buffer.AsMemory(0, n)).Await();
        ssl.Shutdown().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Send(CoSslStream stream, byte[] bytes)
    {
        stream.SendAll(bytes).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> SendChunks(CoSslStream stream, byte[] bytes)
    {
        foreach (var chunk in bytes.Chunk(37)) stream.SendAll(chunk).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Collect(CoSslStream stream, List<byte> received)
    {
        var buffer = new byte[50];
        while (stream.Receive(buffer).Await() is var n and > 0) received.AddRange(buffer[..n]);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<byte[]>> Receive(CoSslStream stream, int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var n = stream.Receive(bytes.AsMemory(have)).Await();
            if (n == 0) throw new EndOfStreamException($"{have} of {count} bytes");
            have += n;
        }

        yield return bytes;
    }

    private static SslClientAuthenticationOptions Trusting(SslProtocols protocol) => new()
    {
        TargetHost = "localhost",
        EnabledSslProtocols = protocol,
        ApplicationProtocols = [new("echo")],
        RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.GetCertHashString() == Certificates.Localhost.Thumbprint,
    };
}
