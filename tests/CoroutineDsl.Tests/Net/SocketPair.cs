using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Tests.Net;

/// <summary>Two connected TCP sockets on loopback.</summary>
internal sealed class SocketPair : IDisposable
{
    public SocketPair()
    {
        using var listener = Listener();
        Client = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Client.Connect(listener.LocalEndPoint!);
        Server = listener.Accept();
        Server.NoDelay = true;
    }

    public Socket Client { get; }

    public Socket Server { get; }

    public static Socket Listener()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1024);
        return listener;
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
