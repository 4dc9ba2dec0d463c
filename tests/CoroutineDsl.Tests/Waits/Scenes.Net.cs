using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net;
using Microsoft.Win32.SafeHandles;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Waits;

internal static partial class Scenes
{
    private static readonly IPEndPoint s_loopback = new(IPAddress.Loopback, 0);

    private static IEnumerable<Func<Scene>> Sockets()
    {
        yield return () => Connected("a connection", "");
        yield return () => Connected("a connection with bytes", "bytes");
        yield return () =>
        {
            var (one, other) = Pair();
            return Sending(new Scene("a stream", new CoStream(one), () => Text(one, other)), one, other);
        };
        yield return () =>
        {
            var (one, other) = Pair();
            return new Scene("a reader", new CoReader(one), () => Text(one, other)).Owning(one, other);
        };
        yield return () =>
        {
            var (one, other) = Pair();
            return new Scene("a writer", new CoWriter(one), () => Text(one, other)).Owning(one, other);
        };
        yield return () =>
        {
            var (one, other) = Pair();
            var server = Spawn(Shakes(other));
            var tls = CoSslStream.AuthenticateAsClient(one, new SslClientAuthenticationOptions { TargetHost = "localhost", RemoteCertificateValidationCallback = (_, _, _, _) => true }).Await();
            server.Join().Await();
            return new Scene("a TLS connection", tls, () => $"{one.IsClosed} {one.Channel.Reader} {one.Channel.Writer}").Owning(one, other); // what its records are is its own affair
        };
        yield return () =>
        {
            var listener = CoSocket.Listen(s_loopback);
            return Sending(new Scene("a listener", listener, () => Text(listener)), listener, listener).With<EndPoint>(() => s_loopback);
        };
        yield return () =>
        {
            var listener = CoSocket.Listen(s_loopback);
            var client = CoSocket.Connect(listener.LocalEndPoint!).Await();
            return Sending(new Scene("a listener with a client", listener, () => Text(listener)), listener, client).With<EndPoint>(() => s_loopback);
        };
        yield return () =>
        {
            var listener = CoSocket.Listen(s_loopback);
            return new Scene("an address", typeof(CoSocket), null, () => $"{listener.Raw.IsReady(SelectorEvents.Read)}").With(() => listener.LocalEndPoint!).With(() => "127.0.0.1")
                .With(() => ((IPEndPoint)listener.LocalEndPoint!).Port).Owning(listener);
        };
        yield return () =>
        {
            var (socket, other) = (CoSocket.Bind(s_loopback), CoSocket.Bind(s_loopback));
            return Sending(new Scene("a datagram socket", socket, () => $"{Text(socket)} {other.Raw.IsReady(SelectorEvents.Read)}"), socket, other).With(() => other.LocalEndPoint!);
        };
        yield return () =>
        {
            var server = new StreamServer(s_loopback, _ => Sleeps());
            return new Scene("a server", server, () => $"{server}") { RunsSomething = true }.Owning(server);
        };
        yield return () =>
        {
            var other = CoSocket.Bind(s_loopback);
            var server = new DatagramServer(s_loopback, (_, _, _) => Sleeps());
            server.Start();
            return new Scene("a datagram server", server, () => $"{server.Socket} {other.Raw.IsReady(SelectorEvents.Read)}") { RunsSomething = true }.With(() => other.LocalEndPoint!).Owning(server, other);
        };
        yield return () =>
        {
            var server = new HttpServer(s_loopback, _ => Sleeps());
            return new Scene("an HTTP server", server, () => $"{server}") { RunsSomething = true }.Owning(server);
        };
        yield return () =>
        {
            var (one, other) = Pair();
            return new Scene("a TLS handshake", typeof(CoSslStream), null, () => Text(one, other)) { RunsSomething = true }.With(() => one).With(() => Certificates.Localhost)
                .With(() => new SslClientAuthenticationOptions { TargetHost = "localhost" }).With(() => new SslServerAuthenticationOptions { ServerCertificate = Certificates.Localhost }).Owning(one, other);
        };
        yield return () => new Scene("a name", typeof(CoDns), null, () => "").With(() => "127.0.0.1");
    }

    private static Scene Connected(string name, string bytes)
    {
        var (one, other) = Pair();
        other.SendAll(System.Text.Encoding.ASCII.GetBytes(bytes)).Await();
        if (bytes.Length > 0) one.WaitReadable().Await();
        return Sending(new Scene(name, one, () => Text(one, other)), one, other);
    }

    private static Scene Sending(Scene scene, CoSocket one, CoSocket other)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "file");
        var handle = File.OpenHandle(path);
        var stream = File.OpenRead(path);
        return scene.With(() => other).With<EndPoint>(() => other.LocalEndPoint!).With<ILateBuffer>(() => new LateBuffer()).With(() => handle).With(() => stream).With(() => path)
            .Owning(one, other, handle, stream, new Deleted(path));
    }

    private static (CoSocket One, CoSocket Other) Pair()
    {
        using var listener = CoSocket.Listen(s_loopback);
        var one = CoSocket.Connect(listener.LocalEndPoint!).Await();
        return (one, listener.Accept().Await());
    }

    private static string Text(params CoSocket[] sockets) => string.Join(", ", sockets.Select(socket =>
        $"{socket} {socket.IsClosed} {socket.Channel.Reader} {socket.Channel.Writer} {(socket.IsClosed ? "" : $"{socket.Raw.IsReady(SelectorEvents.Read)} {Available(socket)}")}"));

    private static int Available(CoSocket socket)
    {
        try
        {
            return socket.Raw.Socket.Available;
        }
        catch (SocketException)
        {
            return -1; // a listener has none
        }
    }

    private static IEnumerator<Yield> Shakes(CoSocket socket)
    {
        yield return CoSslStream.AuthenticateAsServer(socket, Certificates.Localhost);
    }

    private sealed class LateBuffer : ILateBuffer
    {
        private readonly byte[] _bytes = new byte[4];

        public Span<byte> Open() => _bytes;

        public void Received(int count)
        {
        }
    }

    private sealed class Deleted(string path) : IDisposable
    {
        public void Dispose() => File.Delete(path);
    }
}
