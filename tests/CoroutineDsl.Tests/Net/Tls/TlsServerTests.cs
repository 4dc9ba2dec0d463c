using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Tls;

[Collection(Descriptors.Alone)]
public partial class TlsServerTests
{
    private static StreamServerOptions Options => new() { Tls = new() { ServerCertificate = Certificates.Localhost } };

    [Theory, ClassData(typeof(EverySelector))]
    public void The_same_coroutine_serves_plain_and_encrypted_connections(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var sent = Pattern(300_000);
            foreach (var options in new[] { new(), Options })
            {
                var server = StreamServer.Create(Loopback, conn => Echo(conn), options);
                server.Start();
                var reply = Talk(server.LocalEndPoint!, stream => Peer.Exchange(stream, sent), isEncrypted: options.Tls is not null);
                Assert.Equal(sent, reply.Bounded().Await());
                server.Stop(OnHub.Patience).Await();
                Assert.Equal(0, server.ConnectionCount);
            }

            yield break;
        }
    }

    [Fact]
    public void The_coroutine_sees_what_was_agreed_on_and_which_name_was_asked_for()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var other = Certificates.Make("other.test");
            using var mine = Certificates.Make("me");
            var seen = new List<string>();
            using var server = new StreamServer(Loopback, conn => Note(conn, seen), new()
            {
                Tls = new()
                {
                    ServerCertificateSelectionCallback = (_, name) => name == "other.test" ? other : Certificates.Localhost,
                    ApplicationProtocols = [SslApplicationProtocol.Http2, new("note")],
                    ClientCertificateRequired = true,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate is not null,
                    EnabledSslProtocols = SslProtocols.Tls13,
                },
            });
            server.Start();
            foreach (var name in new[] { "localhost", "other.test" })
            {
                string? shown = null;
                var options = new SslClientAuthenticationOptions
                {
                    TargetHost = name,
                    ApplicationProtocols = [new("note")],
                    ClientCertificates = [mine],
                    LocalCertificateSelectionCallback = (_, _, _, _, _) => mine,
                    RemoteCertificateValidationCallback = (_, certificate, _, _) => (shown = certificate?.Subject) is not null,
                };
                using var client = CoSslStream.AuthenticateAsClient(CoSocket.Connect(server.LocalEndPoint!).Await(), options).Await();
                Assert.Equal(0, client.Receive(new byte[1]).Await());
                Assert.Equal($"CN={name}", shown);
                Assert.Equal($"Tls13 note CN=me {name}", seen[^1]);
            }

            yield break;
        }
    }

    [Fact]
    public void Silent_clients_do_not_hold_up_others_and_are_disconnected_in_time()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            var failed = new List<Exception>();
            using var server = StreamServer.Create(Loopback, conn => Echo(conn), Options with { HandshakeTimeout = TimeSpan.FromSeconds(2), HandshakeFailed = (_, e) => failed.Add(e) });
            server.Start();
            var silent = new List<CoSocket>();
            for (var i = 0; i < 20; i++) silent.Add(CoSocket.Connect(server.LocalEndPoint!).Await());
            var reply = Talk(server.LocalEndPoint!, stream => Peer.Exchange(stream, Pattern(1000)));
            Assert.Equal(Pattern(1000), reply.Bounded().Await());
            foreach (var client in silent) Assert.Equal(0, client.Receive(new byte[1], OnHub.Patience).Await());
            Assert.Equal(20, failed.Count);
            Assert.All(failed, e => Assert.Equal(SocketError.TimedOut, Assert.IsType<SocketException>(e).SocketErrorCode));
            Assert.Equal(0, server.ConnectionCount);
            yield break;
        }
    }

    [Theory, ClassData(typeof(EverySelector))]
    public void Failed_handshakes_leave_nothing_behind(string selector)
    {
        OnHub.Run(selector, Body);

        static IEnumerator<Yield> Body()
        {
            var failed = new List<Exception>();
            using var server = StreamServer.Create(Loopback, conn => Echo(conn), Options with { HandshakeFailed = (_, e) => failed.Add(e) });
            server.Start();
            Assert.Equal(Pattern(10), Talk(server.LocalEndPoint!, stream => Peer.Exchange(stream, Pattern(10))).Bounded().Await());
            var before = Descriptors.Count;
            for (var i = 0; i < 60; i++)
            {
                using var rude = CoSocket.Connect(server.LocalEndPoint!).Await();
                switch (i % 4)
                {
                    case 0:
                        rude.SendAll("GET / HTTP/1.0\r\n\r\n"u8.ToArray()).Await();
                        while (rude.Receive(new byte[100]).Await() > 0)
                        {
                        }

                        break;
                    case 1: // a handshake record that ends in the middle
                        rude.SendAll(new byte[] { 22, 3, 1, 2, 0, 1, 0 }).Await();
                        rude.Shutdown(SocketShutdown.Send);
                        while (rude.Receive(new byte[100]).Await() > 0)
                        {
                        }

                        break;
                    case 2:
                        rude.LingerState = new(true, 0);
                        break;
                    default:
                        Assert.Throws<AuthenticationException>(() => CoSslStream.AuthenticateAsClient(rude, "localhost").Await());
                        break;
                }
            }

            while (server.ConnectionCount > 0) Sleep(TimeSpan.FromMilliseconds(1)).Await();
            Assert.InRange(failed.Count, 30, 60);
            Assert.Equal(failed.Count, server.FailedHandshakeCount);
            Assert.All(failed, e => Assert.True(e is AuthenticationException or IOException or SocketException, e.ToString()));
            while (Descriptors.Count > before + 3) Sleep(TimeSpan.FromMilliseconds(1)).Await();
            Assert.Equal(Pattern(10), Talk(server.LocalEndPoint!, stream => Peer.Exchange(stream, Pattern(10))).Bounded().Await());
            yield break;
        }
    }

    [Fact]
    public void Those_who_are_silent_within_a_handshake_keep_nobody_out()
    {
        OnHub.Run(OperatingSystem.IsLinux() ? "epoll" : "poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var server = StreamServer.Create(Loopback, conn => Echo(conn), Options with { HandshakeTimeout = OnHub.Patience * 2 });
            server.Start();
            var silent = new List<CoSocket>();
            for (var i = 0; i < 300; i++) // more than there are places for handshakes
            {
                silent.Add(CoSocket.Connect(server.LocalEndPoint!).Await());
                silent[i].SendAll(new byte[] { 22, 3, 1, 2, 0, 1, 0 }).Await();
            }

            Assert.Equal(Pattern(1000), Talk(server.LocalEndPoint!, stream => Peer.Exchange(stream, Pattern(1000))).Bounded().Await());
            while (server.ConnectionCount > 300) Sleep(TimeSpan.FromMilliseconds(1)).Await();
            Assert.Equal(300, server.ConnectionCount);
            foreach (var one in silent) one.Dispose();
            while (server.ConnectionCount > 0) Sleep(TimeSpan.FromMilliseconds(1)).Await();
            yield break;
        }
    }

    [Fact]
    public void The_arithmetic_of_a_handshake_is_not_the_hubs()
    {
        OnHub.Run(OperatingSystem.IsLinux() ? "epoll" : "poll", Body);

        static IEnumerator<Yield> Body()
        {
            var threads = new System.Collections.Concurrent.ConcurrentBag<string?>();
            var tls = new SslServerAuthenticationOptions { ServerCertificateSelectionCallback = (_, _) => { threads.Add(Thread.CurrentThread.Name); return Certificates.Localhost; } };
            using var server = StreamServer.Create(Loopback, conn => Echo(conn), new() { Tls = tls });
            server.Start();
            var talks = Enumerable.Range(0, 10).Select(_ => Talk(server.LocalEndPoint!, stream => Peer.Exchange(stream, Pattern(100)))).ToArray();
            foreach (var talk in talks) Assert.Equal(Pattern(100), talk.Bounded().Await());
            Assert.Equal(Enumerable.Repeat("CoroutineDsl TLS", 10), threads);
            yield break;
        }
    }

    [Fact]
    public void A_server_without_a_certificate_is_the_applications_failure()
    {
        OnHub.Run(OperatingSystem.IsLinux() ? "epoll" : "poll", Body);

        static IEnumerator<Yield> Body()
        {
            var reported = new List<Exception>();
            Hub.Current.UnhandledException = (_, e) => reported.Add(e);
            using var server = StreamServer.Create(Loopback, conn => Echo(conn), new() { Tls = new() });
            server.Start();
            using var client = CoSocket.Connect(server.LocalEndPoint!).Await();
            client.SendAll(new byte[] { 22 }).Await(); // nothing is done for those who say nothing
            while (reported.Count == 0) Sleep(TimeSpan.FromMilliseconds(1)).Await();
            Assert.Equal(0, server.FailedHandshakeCount);
            yield break;
        }
    }

    [Fact, Trait("Needs", "Debian")]
    public void OpenSSL_s_client_is_served()
    {
        OnHub.Run(OperatingSystem.IsLinux() ? "epoll" : "poll", Body);

        static IEnumerator<Yield> Body()
        {
            using var server = StreamServer.Create(Loopback, conn => Echo(conn), Options);
            server.Start();
            foreach (var version in new[] { "-tls1_2", "-tls1_3" })
            {
                using var client = CoProcess.Start("openssl", "s_client", "-connect", $"{server.LocalEndPoint}", "-servername", "localhost", "-quiet", version);
                client.KillOnDispose = true;
                client.StandardInput!.WriteAsync("over openssl\n"u8.ToArray()).Await();
                using var output = new StreamReader(client.StandardOutput!);
                Assert.Equal("over openssl", output.ReadLineAsync().Await());
            }

            yield break;
        }
    }

    [Fact]
    public void Stop_ends_handshakes_too()
    {
        OnHub.Run("poll", Body);

        static IEnumerator<Yield> Body()
        {
            var server = StreamServer.Create(Loopback, conn => Echo(conn), Options);
            server.Start();
            using var silent = CoSocket.Connect(server.LocalEndPoint!).Await();
            while (server.ConnectionCount == 0) Sleep(TimeSpan.FromMilliseconds(1)).Await();
            server.Stop(TimeSpan.FromMilliseconds(5)).Await();
            Assert.Equal(0, server.ConnectionCount);
            Assert.Equal(0, silent.Receive(new byte[1]).Await());
            yield break;
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Note(CoSocket conn, List<string> seen)
    {
        var tls = conn.Tls!;
        seen.Add($"{tls.Protocol} {tls.ApplicationProtocol} {tls.RemoteCertificate?.Subject} {tls.ServerName}");
        yield break;
    }

    /// <summary>A client of the framework's, blocking, on a thread of its own.</summary>
    private static Task<byte[]> Talk(EndPoint endPoint, Func<Stream, byte[]> talk, bool isEncrypted = true) => Peer.Talk(endPoint, peer =>
    {
        using var stream = isEncrypted ? peer.Encrypt() : new NetworkStream(peer.Socket);
        return talk(stream);
    });
}
