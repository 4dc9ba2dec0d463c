using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace CoroutineDsl.Tests.Net;

/// <summary>The other end: a plain blocking socket of .NET's, on a thread of its own.</summary>
internal sealed class Peer(EndPoint endPoint) : IDisposable
{
    public Socket Socket { get; } = Connect(endPoint);

    /// <summary>Runs a blocking conversation on its own thread.</summary>
    public static Task<T> Talk<T>(EndPoint endPoint, Func<Peer, T> talk) => Task.Factory.StartNew(
        () =>
        {
            using var peer = new Peer(endPoint);
            return talk(peer);
        },
        TaskCreationOptions.LongRunning);

    /// <summary>The connection under TLS, with a server called localhost that is believed whatever it shows.</summary>
    public Stream Encrypt()
    {
        var ssl = new SslStream(new NetworkStream(Socket), false, (_, _, _, _) => true);
        ssl.AuthenticateAsClient("localhost");
        return ssl;
    }

    /// <summary>Sends bytes piece by piece to who echoes them: what comes back.</summary>
    public static byte[] Exchange(Stream stream, byte[] bytes, int piece = 20_000)
    {
        var back = new byte[bytes.Length];
        for (var at = 0; at < bytes.Length; at += piece)
        {
            var count = Math.Min(piece, bytes.Length - at);
            stream.Write(bytes, at, count);
            stream.ReadExactly(back, at, count);
        }

        return back;
    }

    public void SendAll(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[Socket.Send(bytes)..];
    }

    public byte[] ReceiveExactly(int count)
    {
        var bytes = new byte[count];
        for (var have = 0; have < count;)
        {
            var n = Socket.Receive(bytes.AsSpan(have));
            if (n == 0) throw new EndOfStreamException($"{have} of {count} bytes");
            have += n;
        }

        return bytes;
    }

    public byte[] ReceiveToEnd()
    {
        var all = new MemoryStream();
        var buffer = new byte[8192];
        while (Socket.Receive(buffer) is var n and > 0) all.Write(buffer, 0, n);
        return all.ToArray();
    }

    public void Reset()
    {
        Socket.LingerState = new(true, 0);
        Socket.Close();
    }

    public void Dispose() => Socket.Dispose();

    private static Socket Connect(EndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, endPoint.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp)
        {
            ReceiveTimeout = 60_000,
            SendTimeout = 60_000,
        };
        if (endPoint.AddressFamily != AddressFamily.Unix) socket.NoDelay = true;
        socket.Connect(endPoint);
        return socket;
    }
}
