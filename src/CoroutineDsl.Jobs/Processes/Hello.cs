using System.Text;

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
    /// <exception cref="IOException">The process is gone.</exception>
    [Coroutine]
    public static IEnumerator<Yield<Connection>> Connect(ProcessAddress address, string token, Purpose purpose, long number)
    {
        var connection = new Connection(ProcessChannel.Connect(address).Await());
        Write(connection.Begin(FrameKind.Hello), token, purpose, number);
        connection.End();
        yield return connection;
    }

    /// <summary>The same for a thread of its own.</summary>
    /// <exception cref="IOException">The process is gone.</exception>
    public static Stream ConnectBlocking(ProcessAddress address, string token, Purpose purpose, long number)
    {
        var stream = ProcessChannel.ConnectBlocking(address);
        var output = new FrameWriter();
        output.Begin(FrameKind.Hello);
        Write(output, token, purpose, number);
        output.End();
        stream.Write(output.Written.Span);
        return stream;
    }
}
