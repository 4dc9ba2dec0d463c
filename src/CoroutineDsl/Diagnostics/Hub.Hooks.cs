namespace CoroutineDsl;

public sealed partial class Hub
{
    private Action<Greenlet>? _spawnListeners;
    private Action<Greenlet>? _endListeners;

    /// <summary>Called when a greenlet is scheduled for the first time: by a spawn, a start, or the switch that starts it. Not for the library's own. What it throws is reported.</summary>
    public event Action<Greenlet> Spawned
    {
        add => _spawnListeners += value;
        remove => _spawnListeners -= value;
    }

    /// <summary>Called when a greenlet has ended, in whichever way, before those who wait for that go on. What it throws is reported.</summary>
    public event Action<Greenlet> Ended
    {
        add => _endListeners += value;
        remove => _endListeners -= value;
    }

    internal void TellEnd(Greenlet greenlet)
    {
        if (_endListeners is { } listeners) Tell(listeners, greenlet);
    }

    private void Tell(Action<Greenlet> listeners, Greenlet greenlet)
    {
        if (greenlet.Leaf is CallbackCoroutine) return;
        try
        {
            listeners(greenlet);
        }
        catch (Exception exception)
        {
            Report(greenlet, exception);
        }
    }
}
