namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>A greenlet is scheduled for the first time: by a spawn, a start, or the switch that starts it; for one that starts later, when its delay begins.</summary>
    /// <remarks>
    /// This and the other hooks are raised on the hub's thread, in the midst of what happens: a handler looks and takes notes, it cannot wait. What it throws is reported, and stops nothing. Greenlets of the library's own
    /// (links, reports) raise none; the main program does, as one that runs already. To subscribe is for the hub's thread too, from elsewhere by <see cref="Post(Action)"/>. Without a handler it costs nothing.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Subscribed from a thread that does not run the hub.</exception>
    public event Action<Greenlet> Spawned
    {
        add => Hooks.Change(handlers => handlers.Spawned += value);
        remove => Hooks.Change(handlers => handlers.Spawned -= value);
    }

    /// <summary>A greenlet is ready to run: it was spawned, what it waited for has come, it was killed or timed out, or it only let the others run.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Scheduled
    {
        add => Hooks.Change(handlers => handlers.Scheduled += value);
        remove => Hooks.Change(handlers => handlers.Scheduled -= value);
    }

    /// <summary>A greenlet is about to run.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Stepping
    {
        add => Hooks.Change(handlers => handlers.Stepping += value);
        remove => Hooks.Change(handlers => handlers.Stepping -= value);
    }

    /// <summary>A greenlet has run, to its next wait or to its end.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Stepped
    {
        add => Hooks.Change(handlers => handlers.Stepped += value);
        remove => Hooks.Change(handlers => handlers.Stepped -= value);
    }

    /// <summary>A greenlet has begun to wait for something; its <c>ToString</c> says for what. Raised before <see cref="Stepped"/>.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Parked
    {
        add => Hooks.Change(handlers => handlers.Parked += value);
        remove => Hooks.Change(handlers => handlers.Parked -= value);
    }

    /// <summary>A greenlet's wait is over, in whichever way. Raised before <see cref="Scheduled"/>; <see cref="Greenlet.Current"/> is who woke it.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Unparked
    {
        add => Hooks.Change(handlers => handlers.Unparked += value);
        remove => Hooks.Change(handlers => handlers.Unparked -= value);
    }

    /// <summary>A greenlet has ended, in whichever way; those who wait for that go on later. Raised before <see cref="Stepped"/>.</summary>
    /// <inheritdoc cref="Spawned"/>
    public event Action<Greenlet> Ended
    {
        add => Hooks.Change(handlers => handlers.Ended += value);
        remove => Hooks.Change(handlers => handlers.Ended -= value);
    }
}
