using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>
/// Waits for the connections of a server that has stopped accepting. When the time is over it kills them and waits as long again for their <c>finally</c> blocks, within bounds. Those that have not ended by then are
/// named to <see cref="Hub.UnhandledException"/>, and left.
/// </summary>
internal sealed class StopFrame(StreamServer server, TimeSpan timeout) : Coroutine<bool>
{
    private const int Draining = 1;
    private const int Killing = 2;
    private static readonly TimeSpan MinKillTime = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxKillTime = TimeSpan.FromSeconds(1);

    public override FrameLocation Location => new("stop the server", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            State = Draining;
            if (!greenlet.Begin(this, server.WaitForEnd(timeout), out Result)) return false;
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
            var killTime = TimeSpan.FromTicks(Math.Clamp(timeout.Ticks, MinKillTime.Ticks, MaxKillTime.Ticks));
            if (!greenlet.Begin(this, server.WaitForEnd(killTime), out Result)) return false;
        }

        if (!Result) server.ReportStuck(timeout);
        return true;
    }
}
