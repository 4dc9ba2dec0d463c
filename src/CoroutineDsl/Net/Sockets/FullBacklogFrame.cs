using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>
/// Connects to a path whose listener has no room in its backlog. The system does not queue such an attempt, as it does over TCP, and has no event for the room to come: so it is tried again, ever more rarely.
/// </summary>
internal sealed class FullBacklogFrame(CoSocket socket, EndPoint endPoint, long ticks) : Coroutine<CoSocket>
{
    private static readonly TimeSpan s_mostDelay = TimeSpan.FromMilliseconds(50);

    private readonly long _end = ticks == Timeouts.None ? long.MaxValue : socket.Hub.DueIn(ticks);
    private TimeSpan _delay = TimeSpan.FromMilliseconds(1);

    public override FrameLocation Location => new($"connect to {endPoint}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        try
        {
            if (State == 1)
            {
                greenlet.End();
                var error = socket.Raw.Connect(endPoint);
                Result = socket;
                if (error == SocketError.Success) return true;
                if (error != SocketError.WouldBlock) throw ConnectWait.Failed(error, endPoint);
                _delay = TimeSpan.FromTicks(Math.Min(_delay.Ticks * 2, s_mostDelay.Ticks));
            }

            State = 1;
            var left = socket.Hub.TicksUntil(_end);
            if (left == 0) throw new SocketException((int)SocketError.TimedOut, $"Connect timed out after {TimeSpan.FromTicks(ticks)}: the backlog of {endPoint} is full.");
            return greenlet.Begin(this, Greenlet.Sleep(TimeSpan.FromTicks(Math.Min(left, _delay.Ticks))));
        }
        catch
        {
            socket.Close();
            throw;
        }
    }
}
