using System.Diagnostics;

namespace CoroutineDsl;

/// <summary>
/// How many steps a hub runs before it looks at posts, sockets and timers again: as many as take a millisecond, by the mean step of the last batch. A hub that was idle begins with few, and goes on
/// with more while the system's coarse clock stands still: a server whose sockets are ready in dozens looks at them once, and not once for each few. The clock is read at the end of a batch that was used up and where the next begins,
/// and of the largest, whose steps are short, only when the coarse clock has moved.
/// </summary>
internal struct BatchPace()
{
    private const int First = 16;
    private const int Most = 256;
    private const int Growth = 4;

    /// <summary>More than the coarse clock moves by at once.</summary>
    private const long Jump = 20;

    private static readonly long s_target = Stopwatch.Frequency / 1000;

    private long _since; // when the batch began, where the one before it was used up; 0: it is not measured
    private long _tick;
    private bool _isClose; // the size was measured, and is not the largest

    /// <summary>How many steps a batch begins with.</summary>
    public int Size { get; private set; } = First;

    /// <summary>How many the current batch has been given.</summary>
    public int Given { get; private set; } = First;

    /// <summary>A batch begins. What the hub did since the last one, posts for instance, is not the time of its steps.</summary>
    public void Begins()
    {
        if (_since != 0) _since = Stopwatch.GetTimestamp();
        if (IsGuess) _tick = Environment.TickCount64;
    }

    /// <summary>The steps of a batch are used up, and others are ready: how many more it has.</summary>
    public int Extend()
    {
        if (!IsGuess || Given >= Most || Environment.TickCount64 != _tick) return 0;
        var more = Math.Min(Given * (Growth - 1), Most - Given);
        Given += more;
        return more;
    }

    /// <summary>A batch has ended, with so many steps left.</summary>
    public void Ended(int left)
    {
        if (left > 0) Idles();
        else Measure();
        Given = Size;
    }

    private readonly bool IsGuess => Size == First && !_isClose;

    private void Idles()
    {
        _since = 0;
        if (Size < First) return;
        Size = First;
        _isClose = false;
    }

    private void Measure()
    {
        if (Size == Most && !_isClose && !LooksClose()) return;
        var now = Stopwatch.GetTimestamp();
        if (_since != 0)
        {
            Size = (int)Math.Clamp(s_target * Given / Math.Max(1, now - _since), 1, Math.Min(Most, Given * Growth));
            _isClose = Size < Most;
            if (!_isClose) _tick = Environment.TickCount64;
        }

        _since = Size == Most && !_isClose ? 0 : now;
    }

    // In the midst of batches of the largest size, each of which takes microseconds: where the coarse clock has jumped, this one took the time.
    private bool LooksClose()
    {
        var passed = Environment.TickCount64 - _tick;
        if (passed == 0) return false;
        if (passed > Jump) Size = (int)Math.Max(1, Most / passed);
        _tick += passed;
        _since = 0;
        _isClose = true;
        return true;
    }
}
