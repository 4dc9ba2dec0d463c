using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>For how long one step of a greenlet keeps a hub busy, as it can be seen from another thread that looks now and then.</summary>
internal sealed class BusySpell(Hub hub)
{
    private int _position;
    private long _since;

    /// <summary>Who is busy now.</summary>
    public Greenlet? Greenlet { get; private set; }

    /// <summary>For how long it has been seen so.</summary>
    public TimeSpan Duration => Greenlet is null ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_since);

    /// <summary>The longest that was seen.</summary>
    public TimeSpan Longest { get; private set; }

    public void Look()
    {
        var (greenlet, position) = Watchdog.Busy(hub);
        if (!ReferenceEquals(greenlet, Greenlet) || position != _position)
        {
            Greenlet = greenlet;
            _position = position;
            _since = Stopwatch.GetTimestamp();
        }

        var duration = Duration;
        if (duration > Longest) Longest = duration;
    }
}
