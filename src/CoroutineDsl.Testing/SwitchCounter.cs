namespace CoroutineDsl.Testing;

/// <summary>Counts how often a greenlet gives control away: <c>using var switches = new SwitchCounter();</c></summary>
/// <remarks>For the thread that runs the hub.</remarks>
public sealed class SwitchCounter : IDisposable
{
    private readonly Hub _hub = Hub.Current;
    private readonly Greenlet _greenlet;

    /// <summary>Begins to count for the current greenlet.</summary>
    public SwitchCounter()
        : this(Greenlet.Current)
    {
    }

    /// <summary>Begins to count for a greenlet of this thread's hub.</summary>
    public SwitchCounter(Greenlet greenlet)
    {
        ArgumentNullException.ThrowIfNull(greenlet);
        _greenlet = greenlet;
        _hub.Stepping += Count1;
    }

    /// <summary>How often it has gone on after others could run.</summary>
    public int Count { get; private set; }

    /// <summary>Counts no more.</summary>
    public void Dispose() => _hub.Stepping -= Count1;

    private void Count1(Greenlet greenlet)
    {
        if (ReferenceEquals(greenlet, _greenlet)) Count++;
    }
}
