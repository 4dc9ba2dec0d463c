namespace CoroutineDsl;

/// <summary>
/// Threads for calls that block in the system: a few of one kind, with a name, so that calls of another kind never wait behind them, nor the thread pool's work behind either. A thread that has had nothing to do for a
/// while ends.
/// </summary>
internal sealed class BlockingThreads(string name, int max)
{
    private static readonly TimeSpan s_idle = TimeSpan.FromSeconds(10);

    private readonly Queue<Action> _calls = new();
    private int _count;
    private int _free;

    /// <summary>The threads of <see cref="CoFile"/>.</summary>
    public static BlockingThreads Files { get; } = new("CoroutineDsl files", Math.Max(16, Environment.ProcessorCount));

    /// <summary>The threads of <see cref="Net.CoDns"/>.</summary>
    public static BlockingThreads Names { get; } = new("CoroutineDsl names", 16);

    /// <summary>The threads on which the programs of <see cref="CoProcess"/> are started.</summary>
    public static BlockingThreads Starts { get; } = new("CoroutineDsl processes", 4);

    /// <summary>The threads on which TLS handshakes are computed: one core is left to the hub.</summary>
    public static BlockingThreads Handshakes { get; } = new("CoroutineDsl TLS", Math.Max(1, Environment.ProcessorCount - 1));

    /// <summary>Calls a function, when a thread is free. Any thread.</summary>
    public Task<T> Run<T>(Func<T> function)
    {
        var outcome = CallOutcome.Of(function, out var call);
        Post(call);
        return outcome;
    }

    /// <summary>Calls an action that throws nothing, when a thread is free. Any thread.</summary>
    public void Post(Action action)
    {
        lock (_calls)
        {
            _calls.Enqueue(action);
            if (_calls.Count <= _free)
            {
                Monitor.Pulse(_calls);
                return;
            }

            if (_count == max) return;
            _count++;
        }

        new Thread(Work) { IsBackground = true, Name = name }.UnsafeStart();
    }

    private void Work()
    {
        while (Next() is { } action) action();
    }

    /// <summary>The next call; null where there was none for so long that the thread ends.</summary>
    private Action? Next()
    {
        lock (_calls)
        {
            Action? action;
            while (!_calls.TryDequeue(out action))
            {
                _free++;
                var isCalled = Monitor.Wait(_calls, s_idle);
                _free--;
                if (isCalled || _calls.Count > 0) continue;
                _count--;
                return null;
            }

            return action;
        }
    }
}
