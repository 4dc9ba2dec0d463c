using System.Diagnostics;

namespace CoroutineDsl.Monitor;

/// <summary>What all clients share: a look at each hub that is at most a second old, the numbers of the last minutes, profilers, the trees that leaks are measured from. Nothing runs while there is no client.</summary>
internal sealed class MonitorState : IDisposable
{
    private static readonly TimeSpan s_freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, HubHistory> _histories = [];
    private readonly Dictionary<int, (GreenletTree Tree, long At)> _trees = [];
    private readonly LeakBases _bases = new();
    private readonly Dictionary<int, (HubProfiler Profiler, DateTimeOffset Since)> _profilers = [];
    private readonly Dictionary<int, IDisposable> _watches = [];
    private IDisposable? _sampling;
    private int _clients;
    private int _watchers;
    private long _ticked;

    /// <summary>A client looks until the result is disposed of: samples are taken and, where it asks for exact times, the hubs are listened to.</summary>
    public IDisposable Look(bool isExact)
    {
        lock (_gate)
        {
            _clients++;
            if (isExact) _watchers++;
            _sampling ??= HubSampler.Use();
            Follow();
        }

        return new Client(this, isExact);
    }

    public HubInsight? Find(int number) => HubInsight.All().Find(insight => insight.Number == number);

    /// <summary>The hub that is asked for, or else the first.</summary>
    public HubInsight? FindOrFirst(int? number) => number is { } wanted ? Find(wanted) : HubInsight.All().FirstOrDefault();

    /// <summary>The numbers of each hub, taken anew once a second.</summary>
    public List<(HubInsight Insight, HubNumbers[] Last)> Numbers()
    {
        lock (_gate)
        {
            var isDue = Stopwatch.GetElapsedTime(_ticked) >= TimeSpan.FromMilliseconds(900);
            if (isDue)
            {
                _ticked = Stopwatch.GetTimestamp();
                Follow();
            }

            var all = new List<(HubInsight, HubNumbers[])>();
            foreach (var insight in HubInsight.All())
            {
                if (!_histories.TryGetValue(insight.Number, out var history)) _histories[insight.Number] = history = new HubHistory(insight);
                if (isDue || history.Last.Count == 0) history.Look();
                all.Add((insight, [.. history.Last]));
            }

            return all;
        }
    }

    /// <summary>A look at a hub that is at most a second old.</summary>
    public GreenletTree? Tree(HubInsight insight, bool isFresh = false)
    {
        lock (_gate)
        {
            if (!isFresh && _trees.TryGetValue(insight.Number, out var last) && Stopwatch.GetElapsedTime(last.At) < s_freshness) return last.Tree;
            if (insight.Hub is not { } hub) return null;
            var tree = GreenletTree.Capture(hub);
            _trees[insight.Number] = (tree, Stopwatch.GetTimestamp());
            _bases.Add(insight.Number, tree);
            return tree;
        }
    }

    /// <summary>What leaks are measured from: the first look at the hub, or the one that this client has made it since.</summary>
    /// <param name="insight">The hub.</param>
    /// <param name="client">What <see cref="LeakBases"/> calls who asks.</param>
    public GreenletTree? Base(HubInsight insight, string client)
    {
        lock (_gate) return _bases.Of(insight.Number, client);
    }

    public void SetBase(HubInsight insight, string client)
    {
        if (Tree(insight, isFresh: true) is not { } tree) return;
        lock (_gate) _bases.Set(insight.Number, client, tree);
    }

    /// <summary>The profiler that runs while anybody looks.</summary>
    public HubProfiler? Profiler(HubInsight insight)
    {
        lock (_gate) return _profilers.GetValueOrDefault(insight.Number).Profiler;
    }

    /// <summary>Since when it runs: since the first of those who look now began to.</summary>
    public DateTimeOffset? ProfiledSince(HubInsight insight)
    {
        lock (_gate) return _profilers.TryGetValue(insight.Number, out var found) ? found.Since : null;
    }

    /// <summary>Kills a greenlet, soon, on its hub. <c>false</c>: there is no such hub or greenlet.</summary>
    public bool Kill(HubInsight insight, long id)
    {
        if (insight.Hub is not { } hub || Tree(insight, isFresh: true)?.Find(id) is null) return false;
        hub.Post(() => Array.Find(hub.Greenlets, greenlet => greenlet.Id == id)?.Kill());
        return true;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _clients = 0;
            _watchers = 0;
            Follow();
        }
    }

    /// <summary>What runs, as there are clients and hubs.</summary>
    private void Follow()
    {
        var alive = HubInsight.All().Select(insight => insight.Number).ToHashSet();
        foreach (var gone in _histories.Keys.Except(alive).ToList())
        {
            _histories.Remove(gone);
            _trees.Remove(gone);
            _bases.Remove(gone);
            if (_profilers.Remove(gone, out var profiled)) profiled.Profiler.Dispose();
            if (_watches.Remove(gone, out var watch)) watch.Dispose();
        }

        if (_clients == 0)
        {
            _sampling?.Dispose();
            _sampling = null;
            foreach (var (profiler, _) in _profilers.Values) profiler.Dispose();
            _profilers.Clear();
        }

        if (_watchers == 0)
        {
            foreach (var watch in _watches.Values) watch.Dispose();
            _watches.Clear();
        }

        foreach (var insight in HubInsight.All())
        {
            if (insight.Hub is not { } hub) continue;
            if (_clients > 0 && !_profilers.ContainsKey(insight.Number)) _profilers[insight.Number] = (HubProfiler.Start(hub), DateTimeOffset.UtcNow);
            if (_watchers > 0 && !_watches.ContainsKey(insight.Number)) _watches[insight.Number] = GreenletTree.Watch(hub);
        }
    }

    private sealed class Client(MonitorState state, bool isExact) : IDisposable
    {
        private bool _isDisposed;

        public void Dispose()
        {
            lock (state._gate)
            {
                if (_isDisposed) return;
                _isDisposed = true;
                if (state._clients > 0) state._clients--;
                if (isExact && state._watchers > 0) state._watchers--;
                state.Follow();
            }
        }
    }
}
