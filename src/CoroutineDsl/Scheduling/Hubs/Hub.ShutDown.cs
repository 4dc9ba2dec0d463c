using System.Runtime.InteropServices;

namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>How often those that were killed hard are let run before they are given up.</summary>
    private const int LastTurns = 64;

    /// <summary>
    /// The orderly end: kills every greenlet, also those that come meanwhile, and lets their <c>finally</c> blocks run. Those that have not ended within the timeout are killed hard (<see cref="Greenlet.KillHard"/>), so that no
    /// thread is left parked. Gives those that had not ended in time. In the main program all this has happened when the call returns, the hub is disposed of, and the suspension is over. In a greenlet the others
    /// are killed at the call, and the suspension waits for them.
    /// </summary>
    /// <param name="timeout">By the hub's clock; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/>: as long as it takes.</param>
    /// <exception cref="InvalidOperationException">Another thread runs the hub, or a callback calls.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The timeout is negative.</exception>
    [Runtime.ActsAtCall]
    public Suspension<Greenlet[]> ShutDown(TimeSpan timeout)
    {
        Timeouts.Ticks(timeout);
        if (IsDisposed) return new([]);
        CheckThread();
        var caller = CurrentFlow("shut a hub down");
        if (!caller.State.IsMain) return Runtime.Waitables.From(new ShutDownCall(this, caller, timeout));
        var left = EndAll(greenlet => true, timeout);
        Dispose();
        return new(left);
    }

    /// <summary>For those who wait in tasks or on threads for what does not end any more.</summary>
    internal static ObjectDisposedException Left(string what) => new(nameof(Hub), $"The hub was disposed of before '{what}' had ended there. Hub.ShutDown ends all greenlets first.");

    /// <summary>Runs a root and, when it has ended, ends what it left behind.</summary>
    private static T? RunRoot<TRoot, T>(Func<TRoot> spawn, Func<TRoot, T> wait, HubOptions? options)
        where TRoot : Greenlet
    {
        using var own = options is null ? null : new Hub(options);
        var hub = Current;
        var before = hub.Greenlets;
        var root = spawn();
        using var ctrlC = hub.Options.ShutsDownOnCtrlC ? new CtrlC(hub, root) : null;
        try
        {
            return wait(root);
        }
        catch (GreenletKilledException) when (ctrlC is { IsPressed: true })
        {
            return default;
        }
        finally
        {
            if (hub.Count > 0 && !hub.IsInside) hub.EndStragglers(before, hub.Options.ShutDownTimeout);
        }
    }

    private void EndStragglers(Greenlet[] before, TimeSpan timeout)
    {
        HashSet<Greenlet> others = [.. before];
        foreach (var greenlet in EndAll(greenlet => !others.Contains(greenlet), timeout))
        {
            Report(greenlet, new TimeoutException($"{greenlet.Name} had not ended {timeout} after it was killed, when its hub was shut down: it was killed hard."));
        }
    }

    // in the main program
    private Greenlet[] EndAll(Func<Greenlet, bool> isMeant, TimeSpan timeout)
    {
        var due = Timeouts.Ticks(timeout) is >= 0 and var ticks ? DueIn(ticks) : long.MaxValue;
        try
        {
            for (Greenlet[] all; (all = Array.FindAll(Greenlets, greenlet => isMeant(greenlet))).Length > 0;)
            {
                foreach (var greenlet in all)
                {
                    if (greenlet.Extras is not { WasKilled: true }) _ = greenlet.Kill();
                }

                if (due == long.MaxValue) Greenlet.JoinAll(all).Await();
                else if (TicksUntil(due) is > 0 and var left) Greenlet.JoinAll(all, new TimeSpan(left)).Await();
                else return EndHard(all);
            }
        }
        catch (LoopExitException)
        {
            return EndHard(Array.FindAll(Greenlets, greenlet => isMeant(greenlet))); // their finally blocks wait for what can never come
        }

        return [];
    }

    private static Greenlet[] EndHard(Greenlet[] all)
    {
        foreach (var greenlet in all) _ = greenlet.KillHard();
        for (var turn = 0; turn < LastTurns && Array.Exists(all, greenlet => !greenlet.IsReady); turn++) Greenlet.Sleep().Await();
        return all;
    }

    /// <summary>No thread stays parked on a hub that never runs again. Only those run that are parked.</summary>
    private void FreeThreads()
    {
        if (HandOff.ParkedThreads == 0) return;
        Ready = new RunQueue { Budget = Ready.Budget };
        foreach (var greenlet in Array.FindAll(Greenlets, greenlet => greenlet.HoldsThread)) _ = greenlet.KillHard();
        try
        {
            for (var turn = 0; turn < LastTurns && HandOff.ParkedThreads > 0; turn++) Greenlet.Sleep().Await();
        }
        catch (Exception exception)
        {
            Report(Main, exception);
        }
    }

    /// <summary>Kills a root when the user presses Ctrl-C. Who presses it twice wants the process to end.</summary>
    private sealed class CtrlC : IDisposable
    {
        private readonly PosixSignalRegistration _registration;

        public CtrlC(Hub hub, Greenlet root) => _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            if (IsPressed) return;
            context.Cancel = IsPressed = true;
            hub.Post(() => _ = root.Kill());
        });

        public bool IsPressed { get; private set; }

        public void Dispose() => _registration.Dispose();
    }

    private sealed class ShutDownCall : Coroutine<Greenlet[]>
    {
        private readonly Hub _hub;
        private readonly Greenlet _caller;
        private readonly TimeSpan _timeout;
        private long _due;

        public ShutDownCall(Hub hub, Greenlet caller, TimeSpan timeout)
        {
            (_hub, _caller, _timeout) = (hub, caller, timeout);
            Kill(Others());
        }

        public override FrameLocation Location => new("ShutDown", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 0) _due = Timeouts.Ticks(_timeout) is >= 0 and var ticks ? _hub.DueIn(ticks) : long.MaxValue;
            else Runtime.LoweredCode.End(greenlet);
            State = 1;
            while ((Result = Others()).Length > 0 && (_due == long.MaxValue || _hub.TicksUntil(_due) > 0))
            {
                Kill(Result); // also those that came meanwhile
                var ended = _due == long.MaxValue ? Greenlet.JoinAll(Result) : Greenlet.JoinAll(Result, new TimeSpan(_hub.TicksUntil(_due)));
                if (!Runtime.LoweredCode.Begin(greenlet, this, ended)) return false;
            }

            foreach (var other in Result) _ = other.KillHard();
            return true;
        }

        private static void Kill(Greenlet[] others)
        {
            foreach (var other in others)
            {
                if (other.Extras is not { WasKilled: true }) _ = other.Kill();
            }
        }

        private Greenlet[] Others() => Array.FindAll(_hub.Greenlets, greenlet => !ReferenceEquals(greenlet, _caller));
    }
}
