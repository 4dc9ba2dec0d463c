using System.Net.Sockets;
using CoroutineDsl.Net;

namespace CoroutineDsl.Jobs;

/// <summary>A Unix socket.</summary>
internal sealed partial class SocketChannel(CoSocket socket) : ProcessChannel
{
    /// <summary>What descriptors are sent over.</summary>
    public CoSocket Socket => socket;

    public override Suspension<int> Receive(Memory<byte> buffer) => socket.Receive(buffer);

    public override Suspension Send(ReadOnlyMemory<byte> data) => socket.SendAll(data);

    public override void Dispose() => socket.Close();

    [Coroutine]
    internal static IEnumerator<Yield<ProcessChannel>> Open(ProcessAddress address)
    {
        CoSocket socket;
        try
        {
            socket = CoSocket.Connect(new UnixDomainSocketEndPoint(address.SocketPath)).Await();
        }
        catch (SocketException exception)
        {
            throw Gone(exception);
        }

        yield return new SocketChannel(socket);
    }

    internal static Stream OpenBlocking(ProcessAddress address)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(address.SocketPath));
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException exception)
        {
            socket.Dispose();
            throw Gone(exception);
        }
    }
}

/// <summary>A Unix socket that listens.</summary>
internal sealed partial class SocketListener(ProcessAddress address) : ChannelListener
{
    private readonly CoSocket _socket = CoSocket.Listen(new UnixDomainSocketEndPoint(address.SocketPath));

    public override Suspension<ProcessChannel> Accept() => AcceptOneCoroutine().AsSuspension();

    private protected override void End() => _socket.Close();

    [Coroutine]
    private IEnumerator<Yield<ProcessChannel>> AcceptOne()
    {
        yield return new SocketChannel(_socket.Accept().Await());
    }
}
