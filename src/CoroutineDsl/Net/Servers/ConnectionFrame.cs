using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>The outermost frame of a connection's greenlet: runs the server's coroutine, and closes the connection when that has ended.</summary>
internal sealed class ConnectionFrame(StreamServer server, CoSocket conn) : Coroutine
{
    public LinkedListNode<ConnectionFrame>? Node { get; set; }

    public Greenlet? Greenlet { get; set; }

    public override FrameLocation Location => new($"connection of {conn.RemoteEndPoint}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        try
        {
            if (State == 0)
            {
                State = 1;
                if (!greenlet.Begin(this, server.Handle(conn))) return false;
            }
            else
            {
                greenlet.End();
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
