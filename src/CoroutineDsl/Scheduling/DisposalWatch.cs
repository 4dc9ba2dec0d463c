namespace CoroutineDsl;

/// <summary>Who is to be told when a hub is disposed of: other threads, which wait for the end of something there. For any thread.</summary>
internal sealed class DisposalWatch
{
    private readonly Lock _gate = new();
    private HashSet<Action>? _watchers;
    private bool _isOver;

    /// <summary><c>false</c>: the hub has been disposed of already.</summary>
    public bool TryAdd(Action watcher)
    {
        lock (_gate) return !_isOver && (_watchers ??= []).Add(watcher);
    }

    public void Remove(Action watcher)
    {
        lock (_gate) _watchers?.Remove(watcher);
    }

    public void Tell()
    {
        HashSet<Action>? watchers;
        lock (_gate)
        {
            _isOver = true;
            (watchers, _watchers) = (_watchers, null);
        }

        foreach (var watcher in watchers ?? []) watcher();
    }
}
