namespace CoroutineDsl.Tests.Tasks.Storm;

/// <summary>Something that is acquired: how there comes to be one more, and how one is taken.</summary>
internal sealed class Acquisition(string name, Func<bool> supply, Func<Acquisition, IEnumerator<Yield>> take, int width = 1)
{
    private int _supplied;
    private int _supplying;

    public string Name => name;

    public int Taken { get; private set; }

    public int Supplied => Volatile.Read(ref _supplied);

    /// <summary>How many take at once.</summary>
    public int Width => width;

    /// <summary>Whether nobody supplies just now.</summary>
    public bool IsQuiet => Volatile.Read(ref _supplying) == 0;

    /// <summary>Makes one more, where there is room for it.</summary>
    public void Supply()
    {
        Interlocked.Increment(ref _supplying);
        SupplyNow();
    }

    /// <summary>Does so on another thread, soon.</summary>
    public void SupplyElsewhere()
    {
        Interlocked.Increment(ref _supplying);
        ThreadPool.UnsafeQueueUserWorkItem(static kind => kind.SupplyNow(), this, preferLocal: false);
    }

    public IEnumerator<Yield> Take() => take(this);

    /// <summary>So many more were taken.</summary>
    public void Add(int count) => Taken += count;

    private void SupplyNow()
    {
        Interlocked.Increment(ref _supplied); // before it can be taken
        if (!supply()) Interlocked.Decrement(ref _supplied);
        Interlocked.Decrement(ref _supplying);
    }
}
