using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>Waits until a server has been stopped and its connections have ended.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class ServeFrame(StreamServer server) : Coroutine
{
    public override FrameLocation Location => new($"serve on {server.LocalEndPoint}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0) server.Start();
        try
        {
            if (State > 0) greenlet.End();
            while (State < 2)
            {
                var wait = State++ == 0 ? server.WaitForStop() : server.WaitForEnd();
                if (!greenlet.Begin(this, wait)) return false;
            }

            return true;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }
}
