using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Net;

namespace CoroutineDsl.Jobs;

/// <summary>The first frame of a connection.</summary>
internal static partial class Hello
{
    public static void Write(FrameWriter output, string token, Purpose purpose, long number)
    {
        output.WriteBytes(Encoding.ASCII.GetBytes(token));
        output.WriteByte((byte)purpose);
        output.WriteInt64(number);
    }

    /// <summary>Connects, and says the token.</summary>
    /// <exception cref="SocketException">The process is gone.</exception>
    [Coroutine]
    public static IEnumerator<Yield<Connection>> Connect(string folder, string token, Purpose purpose, long number)
    {
        var socket = CoSocket.Connect(new UnixDomainSocketEndPoint(WorkerSettings.SocketPath(folder))).Await();
        var connection = new Connection(socket);
        Write(connection.Begin(FrameKind.Hello), token, purpose, number);
        connection.End();
        yield return connection;
    }

    /// <summary>The same for a thread of its own.</summary>
    public static Socket ConnectBlocking(string folder, string token, Purpose purpose, long number)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Connect(new UnixDomainSocketEndPoint(WorkerSettings.SocketPath(folder)));
        var output = new FrameWriter();
        output.Begin(FrameKind.Hello);
        Write(output, token, purpose, number);
        output.End();
        for (var sent = 0; sent < output.Length;) sent += socket.Send(output.Written.Span[sent..]);
        return socket;
    }
}
