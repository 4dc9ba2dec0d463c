using System.Net.Sockets;
using System.Security.Authentication;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>The outermost frame of a connection's greenlet: runs the server's coroutine, and closes the connection when that has ended.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class ConnectionFrame(StreamServer server, CoSocket conn) : Coroutine
{
    private const int Shaking = 1;
    private const int Serving = 2;

    public ConnectionFrame? Next { get; set; }

    public ConnectionFrame? Previous { get; set; }

    public Greenlet? Greenlet { get; set; }

    /// <summary>What its client counts as, where that is counted.</summary>
    public System.Net.IPAddress? Address { get; init; }

    public override FrameLocation Location => new($"connection of {conn.RemoteEndPoint}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        try
        {
            if (State > 0) greenlet.End();
            if (State == 0)
            {
                State = Shaking;
                if (server.Options.Tls is { } tls)
                {
                    Suspension handshake = CoSslStream.AuthenticateAsServer(conn, tls, server.Options.HandshakeTimeout, server.Handshakes);
                    if (!greenlet.Begin(this, handshake)) return false;
                }
            }

            if (State == Shaking)
            {
                State = Serving;
                if (!greenlet.Begin(this, server.Handle(conn))) return false;
            }
        }
        catch (Exception e) when (State == Shaking && IsPeersFault(e))
        {
            server.HandshakeFailed(conn.RemoteEndPoint, e);
        }
        catch (Exception e) when (greenlet.PassesThrough(e))
        {
            greenlet.Arrived();
            End();
            throw;
        }

        End();
        return true;
    }

    public void Kill()
    {
        Greenlet!.Kill();
        if (State == 0) End(); // it never runs
    }

    /// <summary>What a client can bring about by what it sends, or does not send. (An answer that cannot be given for want of a certificate is not among them.)</summary>
    private static bool IsPeersFault(Exception exception) => exception is IOException or SocketException or AuthenticationException;

    private void End()
    {
        conn.Close();
        server.Ended(this);
    }
}
