namespace CoroutineDsl;

public sealed partial class Hub
{
    private HubListeners? _listeners;
    private bool _isHeard; // somebody listens to steps

    /// <summary>A greenlet is scheduled for the first time: by a spawn, a start, or the switch that starts it; for one that starts later, when its delay begins.</summary>
    /// <remarks>
    /// This and the other hooks are told on the hub's thread, in the midst of what happens: a listener looks and takes notes, it cannot wait. What it throws is reported, and stops nothing. Greenlets of the library's own
    /// (links, reports) are not told of; the main program is, as one that runs already. To subscribe is for the hub's thread too, from elsewhere by <see cref="Post"/>. While nobody listens it costs nothing.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Subscribed from a thread that does not run the hub.</exception>
    public event Action<Greenlet> Spawned
    {
        add => Listen(listeners => listeners.Spawned += value);
        remove => Listen(listeners => listeners.Spawned -= value);
    }

    /// <summary>A greenlet is ready to run: it was spawned, what it waited for has come, it was killed or timed out, or it only let the others run.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Scheduled
    {
        add => Listen(listeners => listeners.Scheduled += value);
        remove => Listen(listeners => listeners.Scheduled -= value);
    }

    /// <summary>A greenlet is about to run.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Stepping
    {
        add => Listen(listeners => listeners.Stepping += value);
        remove => Listen(listeners => listeners.Stepping -= value);
    }

    /// <summary>A greenlet has run, to its next wait or to its end.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Stepped
    {
        add => Listen(listeners => listeners.Stepped += value);
        remove => Listen(listeners => listeners.Stepped -= value);
    }

    /// <summary>A greenlet has begun to wait for something; its <c>ToString</c> says for what. Told before <see cref="Stepped"/>.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Parked
    {
        add => Listen(listeners => listeners.Parked += value);
        remove => Listen(listeners => listeners.Parked -= value);
    }

    /// <summary>A greenlet's wait is over, in whichever way. Told before <see cref="Scheduled"/>; <see cref="Greenlet.Current"/> is who woke it.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Unparked
    {
        add => Listen(listeners => listeners.Unparked += value);
        remove => Listen(listeners => listeners.Unparked -= value);
    }

    /// <summary>A greenlet has ended, in whichever way; those who wait for that go on later. Told before <see cref="Stepped"/>.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Ended
    {
        add => Listen(listeners => listeners.Ended += value);
        remove => Listen(listeners => listeners.Ended -= value);
    }

    /// <summary>Whether a listener is being told something.</summary>
    internal bool IsTelling { get; private set; }

    /// <summary>A greenlet is the hub's from now on. Marked, so that its way into the run queue is told of.</summary>
    private void TellSpawned(HubListeners listeners, Greenlet greenlet)
    {
        if (IsOwn(greenlet)) return;
        greenlet.State.Trace();
        Tell(listeners.Spawned, greenlet);
    }

    internal void TellEnded(Greenlet greenlet)
    {
        if (_listeners?.Ended is { } ended && !IsOwn(greenlet)) Tell(ended, greenlet);
    }

    /// <summary>A greenlet that was marked is ready now.</summary>
    internal void TellWoken(Greenlet greenlet)
    {
        greenlet.State.Untrace();
        if (greenlet.State.HasRun) Tell(_listeners?.Unparked, greenlet);
        Tell(_listeners?.Scheduled, greenlet);
    }

    private void TellStepping(Greenlet greenlet)
    {
        if (!greenlet.State.IsDead && !IsOwn(greenlet)) Tell(_listeners?.Stepping, greenlet);
    }

    /// <summary>A greenlet has run: what became of it. Parking and waking write nothing down for this; one that is parked is marked here, and its waking looks at marks anyway.</summary>
    private void TellStepped(Greenlet greenlet)
    {
        if (IsOwn(greenlet)) return;
        if (greenlet.State.IsParked)
        {
            greenlet.State.Trace();
            Tell(_listeners?.Parked, greenlet);
        }
        else if (!greenlet.State.IsDead)
        {
            Tell(_listeners?.Scheduled, greenlet);
        }

        Tell(_listeners?.Stepped, greenlet);
    }

    private void Listen(Action<HubListeners> change)
    {
        CheckThread();
        var listeners = _listeners ?? new HubListeners();
        change(listeners);
        _listeners = listeners.IsEmpty ? null : listeners;
        var wasHeard = _isHeard;
        _isHeard = listeners.HearSteps;
        if (_isHeard != wasHeard) Interrupt();
        if (_isHeard && !wasHeard)
        {
            // those that are parked already
            foreach (var greenlet in Greenlets.Append(Main).Where(greenlet => greenlet.State.IsParked)) greenlet.State.Trace();
        }
    }

    private static bool IsOwn(Greenlet greenlet) => greenlet.Leaf is CallbackCoroutine or Turn;

    private void Tell(Action<Greenlet>? listeners, Greenlet greenlet)
    {
        if (listeners is null) return;
        var outer = IsTelling;
        IsTelling = true;
        try
        {
            listeners(greenlet);
        }
        catch (Exception exception)
        {
            Report(greenlet, exception);
        }
        finally
        {
            IsTelling = outer;
        }
    }
}
