using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>Connects to one address. Whatever goes wrong, a kill included, nothing stays open.</summary>
internal sealed class ConnectOneFrame(EndPoint endPoint, long ticks) : Coroutine<CoSocket>
{
    public override FrameLocation Location => new($"connect to {endPoint}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 1)
        {
            greenlet.End(out Result);
            return true;
        }

        State = 1;
        var socket = CoSocket.ForConnection(endPoint);
        try
        {
            var error = socket.Raw.Connect(endPoint);
            if (error == SocketError.Success)
            {
                Result = socket;
                return true;
            }

            if (error == SocketError.WouldBlock && socket.AddressFamily == AddressFamily.Unix) return greenlet.Begin(this, new FullBacklogFrame(socket, endPoint, ticks), out Result);
            if (error != SocketError.InProgress) throw ConnectWait.Failed(error, endPoint);
            socket.Channel.Exhausted(SelectorEvents.Write);
            return greenlet.Begin(this, new ConnectWait(socket, endPoint).Within(ticks), out Result);
        }
        catch
        {
            socket.Close();
            throw;
        }
    }
}
