namespace CoroutineDsl;

/// <summary>The last twelve seconds of a hub's load, in slices of a tenth of a second: for how long it was awake, and how late its loop was. Any thread.</summary>
/// <param name="frequency">How many ticks of the clock are a second.</param>
internal sealed class LoadWindow(long frequency)
{
    private const int Length = 128; // slices

    private readonly Lock _gate = new();
    private readonly Slice[] _slices = new Slice[Length];
    private int _last = -1; // counts on; its place is modulo the length
    private long _seen;

    /// <summary>At a time the hub is awake, or is not; what has passed since the look before counts as that.</summary>
    public void Look(long now, bool isAwake)
    {
        lock (_gate)
        {
            ref var slice = ref At(now);
            var passed = _seen == 0 ? 0 : Math.Clamp(now - _seen, 0, frequency); // nobody may have looked for long
            _seen = now;
            slice.Ticks += passed;
            if (isAwake) slice.AwakeTicks += passed;
        }
    }

    /// <summary>A post has waited so long for its turn.</summary>
    public void Add(long now, TimeSpan lag)
    {
        lock (_gate)
        {
            ref var slice = ref At(now);
            slice.Probes++;
            if (lag > slice.Worst) slice.Worst = lag;
        }
    }

    /// <summary>The part of the time since then that the hub was awake; of the last twelve seconds at most. Zero: nobody has looked.</summary>
    public double BusyRatio(long since)
    {
        long awake = 0, all = 0;
        lock (_gate)
        {
            for (var i = 0; i < Length && i <= _last && _slices[(_last - i) % Length] is var slice && slice.End(frequency) > since; i++) (awake, all) = (awake + slice.AwakeTicks, all + slice.Ticks);
        }

        return all == 0 ? 0 : awake / (double)all;
    }

    /// <summary>The longest that a post has waited for its turn since then, and how long one in twenty has waited at least; of the last twelve seconds at most.</summary>
    public (TimeSpan Worst, TimeSpan OneInTwenty) Lags(long since)
    {
        List<TimeSpan> lags = [];
        lock (_gate)
        {
            for (var i = 0; i < Length && i <= _last && _slices[(_last - i) % Length] is var slice && slice.End(frequency) > since; i++)
            {
                if (slice.Probes > 0) lags.Add(slice.Worst);
            }
        }

        if (lags.Count == 0) return default;
        lags.Sort();
        return (lags[^1], lags[(int)Math.Ceiling(lags.Count * 0.95) - 1]);
    }

    private ref Slice At(long now)
    {
        if (_last < 0 || now >= _slices[_last % Length].End(frequency)) _slices[++_last % Length] = new Slice { Began = now };
        return ref _slices[_last % Length];
    }

    private record struct Slice(long Began, long Ticks, long AwakeTicks, int Probes, TimeSpan Worst)
    {
        public readonly long End(long frequency) => Began + (frequency / 10);
    }
}
