using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>
/// What a hub on virtual time waits for from outside: while work goes on there, its clock stands still. So no timeout passes for a task that a busy machine has not come to yet.
/// </summary>
internal sealed class OutsideWork(Hub hub, VirtualTime clock)
{
    /// <summary>Of real time, for what may come and may not.</summary>
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(20);

    private readonly HashSet<Greenlet> _waits = [];
    private bool _isReported;

    /// <summary>The real time after which a clock that stands still is reported, and a promise counts no longer.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(10);

    public void Add(Greenlet greenlet) => _waits.Add(greenlet);

    public void Remove(Greenlet greenlet) => _waits.Remove(greenlet);

    /// <summary>Waits as long as the clock is to stand still. <c>true</c>: something has come; <c>false</c>: it may jump.</summary>
    public bool Wait()
    {
        for (var began = Stopwatch.GetTimestamp(); ;)
        {
            var most = Most;
            var grace = clock.Grace >= TimeSpan.Zero ? clock.Grace : most == Work.None ? s_moment : Patience;
            var left = grace - Stopwatch.GetElapsedTime(began);
            if (left > TimeSpan.Zero)
            {
                hub.Inbox.Poll(left);
                if (!hub.Ready.IsEmpty || !hub.Inbox.IsEmpty) return true;
                continue;
            }

            if (clock.Grace >= TimeSpan.Zero || most == Work.None) return false;
            Report(most);
            if (most == Work.UnderWay) began = Stopwatch.GetTimestamp();
            else _waits.RemoveWhere(greenlet => greenlet.Source!.WorkFor(greenlet) == Work.Promised);
        }
    }

    private Work Most
    {
        get
        {
            var most = Work.None;
            foreach (var greenlet in _waits)
            {
                var work = greenlet.Source!.WorkFor(greenlet);
                if (work > most) most = work;
            }

            return most == Work.Promised && IsAsyncCodeWaiting ? Work.None : most;
        }
    }

    /// <summary>Whether async code of this hub waits for the hub: a task may well be its own, and end when the clock goes on.</summary>
    private bool IsAsyncCodeWaiting
    {
        get
        {
            foreach (var greenlet in hub.Greenlets)
            {
                for (var frame = greenlet.Leaf; frame is not null; frame = frame.Caller)
                {
                    if (frame is AsyncWaitBase) return true;
                }

                // await greenlet, greenlet.AsTask()
                for (var waiter = greenlet.Extras?.Waiters.First; waiter is not null; waiter = waiter.Next)
                {
                    if (waiter is Greenlet.EndNode) return true;
                }
            }

            return false;
        }
    }

    private void Report(Work most)
    {
        if (_isReported) return;
        _isReported = true;
        var who = _waits.Where(greenlet => greenlet.Source!.WorkFor(greenlet) == most).Select(greenlet => $"{greenlet.Name} ({greenlet.Source!.Describe(greenlet)})").Take(5);
        Console.Error.WriteLine(
            $"{DateTime.UtcNow:u} The virtual clock has stood still for {Patience.TotalSeconds:0} s of real time, since these wait for work outside the hub: {string.Join(", ", who)}. "
            + (most == Work.UnderWay ? "It goes on standing still" : "It jumps now")
            + ". If nothing is to come from there, give VirtualTime.Grace a time.");
    }
}
