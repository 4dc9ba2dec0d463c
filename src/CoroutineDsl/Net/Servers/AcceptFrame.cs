using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>Accepts the connections of a server, for as long as there is room for them.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class AcceptFrame(StreamServer server) : Coroutine
{
    private const int Accept = 0;
    private const int Accepting = 1;
    private const int Pausing = 2;
    private const int WaitingForRoom = 3;

    private TimeSpan _delay;
    private int _inRow;

    public override FrameLocation Location => new($"accept on {server.LocalEndPoint}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        while (true)
        {
            try
            {
                var conn = State == Accepting ? Take(greenlet) : null;
                if (State is Pausing or WaitingForRoom) greenlet.End();
                State = Accept;
                if (conn is null)
                {
                    if (server.IsFull) return Wait(greenlet, WaitingForRoom, server.WaitForRoom());
                    if (!Begin(greenlet, out conn)) return false;
                }

                _delay = TimeSpan.Zero;
                server.Serve(conn);
                if (++_inRow < server.Options.MaxAccept) continue;
                _inRow = 0;
                return Wait(greenlet, Pausing, Greenlet.Sleep(TimeSpan.Zero));
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                return true; // the listener was closed
            }
            catch (Exception e) when (!greenlet.IsExit(e))
            {
                // whatever it is: a process without descriptors may not even be able to load what an exception needs
                HubMeter.AcceptFailed(server.Hub);
                server.Hub.Report(greenlet, e);
                if (e is SocketException { SocketErrorCode: SocketError.InvalidArgument or SocketError.NotSocket or SocketError.OperationNotSupported })
                {
                    server.Close();
                    return true;
                }

                _delay = _delay == TimeSpan.Zero ? server.Options.MinDelay : TimeSpan.FromTicks(Math.Min(_delay.Ticks * 2, server.Options.MaxDelay.Ticks));
                return Wait(greenlet, Pausing, Greenlet.Sleep(_delay));
            }
        }
    }

    private static CoSocket Take(Greenlet greenlet)
    {
        greenlet.End(out CoSocket conn);
        return conn;
    }

    private bool Begin(Greenlet greenlet, out CoSocket conn)
    {
        State = Accepting;
        if (!server.Listener.BeginAccept(greenlet, this, out conn))
        {
            _inRow = 0;
            return false;
        }

        State = Accept;
        return true;
    }

    /// <summary>Parks. (None of the waits that come here is over at once; the first resume comes from the hub.)</summary>
    private bool Wait(Greenlet greenlet, int state, Suspension wait)
    {
        State = state;
        if (greenlet.Begin(this, wait)) throw new InvalidOperationException("The wait was over before it began.");
        return false;
    }
}
