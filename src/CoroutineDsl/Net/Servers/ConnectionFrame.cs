using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>The outermost frame of a connection's greenlet: runs the server's coroutine, and closes the connection when that has ended.</summary>
internal sealed class ConnectionFrame(StreamServer server, CoSocket conn) : Coroutine
{
    private const int Shaking = 1;
    private const int Serving = 2;

    public ConnectionFrame? Next { get; set; }

    public ConnectionFrame? Previous { get; set; }

    public Greenlet? Greenlet { get; set; }

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
                    Suspension handshake = CoSslStream.AuthenticateAsServer(conn, tls, server.Options.HandshakeTimeout);
                    if (!greenlet.Begin(this, handshake)) return false;
                }
            }

            if (State == Shaking)
            {
                State = Serving;
                if (!greenlet.Begin(this, server.Handle(conn))) return false;
            }
        }
        catch
        {
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

    private void End()
    {
        conn.Close();
        server.Ended(this);
    }
}
