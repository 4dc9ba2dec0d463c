using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>Waits for the connections of a server that has stopped accepting; kills them when the time is over, and waits until they have ended.</summary>
internal sealed class StopFrame(StreamServer server, TimeSpan timeout) : Coroutine
{
    public override FrameLocation Location => new("stop the server", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        var isDrained = false;
        switch (State)
        {
            case 0:
                State = 1;
                if (!greenlet.Begin(this, server.WaitForEnd(timeout), out isDrained)) return false;
                break;
            case 1:
                greenlet.End(out isDrained);
                break;
            default:
                greenlet.End();
                return true;
        }

        if (isDrained) return true;
        server.KillAll();
        State = 2;
        return greenlet.Begin(this, server.WaitForEnd());
    }
}
