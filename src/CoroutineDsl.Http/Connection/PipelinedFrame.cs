using CoroutineDsl.Runtime;

namespace CoroutineDsl.Http;

/// <summary>Runs a handler while the answers to earlier requests have not been sent, so that they travel together: but as soon as it waits for something they are, for that may take long.</summary>
internal sealed class PipelinedFrame(HttpConnection connection, Coroutine handler) : Coroutine
{
    public override FrameLocation Location => new($"request {connection.Request}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            State = 1;
            if (greenlet.Begin(this, handler)) return true;
            connection.SendNow();
            return false;
        }

        greenlet.End();
        return true;
    }
}
