using System.Net;
using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>The end of an attempt to connect. However it fails (an error, a timeout, a kill), the socket is closed.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class ConnectWait(CoSocket socket, EndPoint endPoint) : SocketWait<CoSocket>(socket, SelectorEvents.Write)
{
    private bool _hasEnded;

    protected override bool HasOneStep => false;

    internal override Work WorkFor(Greenlet greenlet) => Work.Promised; // nobody may ever answer

    protected override string What => "Connect";

    // not the socket: .NET's own looks whether it is connected when it is asked for its peer, and takes away the error that this waits for
    internal override string Describe(Greenlet greenlet) => $"{What} to {endPoint}";

    public static SocketException Failed(SocketError error, EndPoint endPoint) =>
        new((int)error, $"{new SocketException((int)error).Message}: cannot connect to {endPoint}.");

    protected override bool MayTry() => false;

    protected override SocketError Try(out CoSocket value)
    {
        value = Socket;
        if (!Socket.Raw.IsReady(SelectorEvents.Write)) return SocketError.WouldBlock;
        var error = Socket.Raw.ConnectResult();
        _hasEnded = error == SocketError.Success;
        return error;
    }

    protected override void Ended()
    {
        if (!_hasEnded) Socket.Close();
    }

    protected override void Release()
    {
    }

    protected override SocketException Failure(SocketError error) => Failed(error, endPoint);
}
