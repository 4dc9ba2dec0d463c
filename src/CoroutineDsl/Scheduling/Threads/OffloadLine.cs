using System.Runtime.CompilerServices;

namespace CoroutineDsl;

/// <summary>The calls for one object, on the thread pool, one after the other.</summary>
internal sealed class OffloadLine
{
    private static readonly ConditionalWeakTable<object, OffloadLine> s_lines = new();

    private readonly Queue<Action> _calls = new();
    private bool _isRunning;

    public static Task<T> Run<T>(object owner, Func<T> function)
    {
        var outcome = CallOutcome.Of(function, out var call);
        s_lines.GetOrCreateValue(owner).Add(call);
        return outcome;
    }

    private void Add(Action call)
    {
        lock (_calls)
        {
            _calls.Enqueue(call);
            if (_isRunning) return;
            _isRunning = true;
        }

        Task.Run(Work);
    }

    private void Work()
    {
        while (Next() is { } call) call();
    }

    private Action? Next()
    {
        lock (_calls)
        {
            if (_calls.TryDequeue(out var call)) return call;
            _isRunning = false;
            return null;
        }
    }
}
