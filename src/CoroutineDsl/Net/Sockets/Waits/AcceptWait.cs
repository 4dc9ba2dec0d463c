using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>A connection out of a listener's backlog.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class AcceptWait(CoSocket socket) : SocketWait<CoSocket>(socket, SelectorEvents.Read)
{
    internal override Work WorkFor(Greenlet greenlet) => Work.None; // nobody may ever come

    protected override string What => "Accept";

    public static SocketException Failed(SocketError error) => error == SocketError.TooManyOpenSockets
        ? new((int)error, "Accept: this process, or the system, has no descriptor left (see ulimit -n).")
        : new((int)error);

    protected override SocketError Try(out CoSocket value)
    {
        var error = Socket.AcceptNow(out var accepted);
        value = accepted!;
        return error;
    }

    protected override void Release()
    {
    }

    protected override SocketException Failure(SocketError error) => Failed(error);
}
