namespace CoroutineDsl;

/// <summary>Who is to be told when a hub is disposed of, and is not found among its greenlets. On the hub's thread.</summary>
internal struct DisposalWatch
{
    private HashSet<Action>? _watchers;

    public void Add(Action watcher) => (_watchers ??= []).Add(watcher);

    public readonly void Remove(Action watcher) => _watchers?.Remove(watcher);

    public void Tell()
    {
        var watchers = _watchers;
        _watchers = null;
        foreach (var watcher in watchers ?? []) watcher();
    }
}
