using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>Two connected sockets on loopback: a byte sent to one makes the other readable, which is the one way to end a portable wait from another thread.</summary>
internal sealed class WakePair : IDisposable
{
    private readonly Socket _sender;

    public WakePair()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        _sender = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        _sender.Connect(listener.LocalEndPoint!);
        Receiver = listener.Accept();
        // any process of the machine could have been faster than our own connection
        while (!Receiver.RemoteEndPoint!.Equals(_sender.LocalEndPoint))
        {
            Receiver.Dispose();
            Receiver = listener.Accept();
        }

        _sender.Blocking = false;
        Receiver.Blocking = false;
    }

    public Socket Receiver { get; }

    /// <summary>From any thread.</summary>
    public void Wake()
    {
        try
        {
            // a full buffer is as good as one more byte
            _sender.Send([0], SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // closed: nobody waits
        }
    }

    public void Drain()
    {
        Span<byte> bytes = stackalloc byte[64];
        while (Receiver.Receive(bytes, SocketFlags.None, out var error) == bytes.Length && error == SocketError.Success)
        {
        }
    }

    public void Dispose()
    {
        _sender.Dispose();
        Receiver.Dispose();
    }
}
