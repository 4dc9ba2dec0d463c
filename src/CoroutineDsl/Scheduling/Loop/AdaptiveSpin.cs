using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>
/// Whether to look for events in a loop before sleeping for them. To fall asleep and be woken costs about as much as a whole round trip on loopback: where waits have been shorter than that lately, the next is likely to be.
/// A spin in vain, or one longer wait, ends the spinning until several waits in a row were short: so an idle hub spins once, and one that is busy or has slow peers not at all.
/// </summary>
internal struct AdaptiveSpin(TimeSpan longest)
{
    /// <summary>How many waits in a row have to be short.</summary>
    public const int Needed = 3;

    private readonly long _longest = longest.Ticks * (Stopwatch.Frequency / TimeSpan.TicksPerSecond);
    private int _short;

    public readonly bool IsWorthIt => _short >= Needed;

    /// <summary>Until when to spin, by the clock of <see cref="Stopwatch"/>.</summary>
    public readonly long Until(long now, TimeSpan timeout) =>
        now + (timeout < TimeSpan.Zero || timeout.TotalDays > 1 ? _longest : Math.Min(_longest, timeout.Ticks * (Stopwatch.Frequency / TimeSpan.TicksPerSecond)));

    public void InVain() => _short = 0;

    public void Slept(long time)
    {
        if (time >= _longest) _short = 0;
        else if (_short < Needed) _short++;
    }
}
