using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>
/// Waits for the connections of a server that has stopped accepting. For the last half of its time, at most 1 s, it kills those that are left, and waits for their <c>finally</c> blocks. One bound for both: those that
/// have not ended by then are named to <see cref="Hub.UnhandledException"/>, and left.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class StopFrame(StreamServer server, TimeSpan timeout) : Coroutine<bool>
{
    private const int Draining = 1;
    private const int Killing = 2;
    private static readonly TimeSpan s_mostKillTime = TimeSpan.FromSeconds(1);

    private readonly TimeSpan _killTime = timeout / 2 < s_mostKillTime ? timeout / 2 : s_mostKillTime;

    public override FrameLocation Location => new("stop the server", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            State = Draining;
            if (!greenlet.Begin(this, server.WaitForEnd(timeout - _killTime), out Result)) return false;
        }
        else
        {
            greenlet.End(out Result);
        }

        if (Result) return true;
        if (State == Draining)
        {
            State = Killing;
            server.KillAll();
            if (!greenlet.Begin(this, server.WaitForEnd(_killTime), out Result)) return false;
        }

        if (!Result) server.ReportStuck(timeout);
        return true;
    }
}
