using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>Waits for the addresses of a name. The lookup may be shared: to give up the wait does not end it.</summary>
internal sealed class ResolveFrame(string host, TimeSpan? timeout) : Coroutine<IPAddress[]>
{
    public override FrameLocation Location => new($"resolve {host}", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            State = 1;
            var hub = greenlet.Hub;
            var lookup = hub.Names.Find(host);
            var end = new TaskEndSource<Task<IPAddress[]>, IPAddress[]>(lookup, lookup, (task, hasEnded) => hasEnded ? task.GetAwaiter().GetResult() : throw TimedOut());
            return greenlet.Begin(this, new Suspension<IPAddress[]>(end, Timeouts.Ticks(timeout)), out Result);
        }

        greenlet.End(out Result);
        return true;
    }

    private SocketException TimedOut() => new((int)SocketError.TimedOut, $"No address of '{host}' was found within {timeout}.");
}
