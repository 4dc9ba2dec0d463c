using System.Globalization;

namespace CoroutineDsl.Testing;

/// <summary>What the greenlets of a hub do, a line each: <c>using var trace = new HubTrace();</c> Two runs with the same seed give the same lines: greenlets without a name are numbered as they come.</summary>
/// <remarks>For the thread that runs the hub.</remarks>
public sealed class HubTrace : IDisposable
{
    private readonly Dictionary<Greenlet, string> _names = [];
    private readonly List<string> _lines = [];
    private readonly Hub _hub = Hub.Current;
    private readonly long _start;

    /// <summary>Begins to write down what happens on this thread's hub.</summary>
    public HubTrace()
    {
        _start = _hub.Time.GetTimestamp();
        _hub.Spawned += Spawned;
        _hub.Scheduled += Scheduled;
        _hub.Stepping += Stepping;
        _hub.Parked += Parked;
        _hub.Ended += Ended;
    }

    /// <summary>What has happened: the seconds since the beginning, the greenlet, and <c>spawned</c>, <c>scheduled</c>, <c>runs</c>, <c>parked</c> or <c>ended</c>.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The lines.</summary>
    public override string ToString() => string.Join('\n', _lines);

    /// <summary>Writes no more.</summary>
    public void Dispose()
    {
        _hub.Spawned -= Spawned;
        _hub.Scheduled -= Scheduled;
        _hub.Stepping -= Stepping;
        _hub.Parked -= Parked;
        _hub.Ended -= Ended;
    }

    private void Spawned(Greenlet greenlet) => Add(greenlet, "spawned");

    private void Scheduled(Greenlet greenlet) => Add(greenlet, "scheduled");

    private void Stepping(Greenlet greenlet) => Add(greenlet, "runs");

    private void Parked(Greenlet greenlet) => Add(greenlet, "parked");

    private void Ended(Greenlet greenlet) => Add(greenlet, "ended");

    private void Add(Greenlet greenlet, string what)
    {
        var seconds = _hub.Time.GetElapsedTime(_start).TotalSeconds;
        _lines.Add(string.Create(CultureInfo.InvariantCulture, $"{seconds:0.000} {NameOf(greenlet)} {what}"));
    }

    private string NameOf(Greenlet greenlet)
    {
        if (_names.TryGetValue(greenlet, out var name)) return name;
        name = greenlet.Name;
        if (name == $"Greenlet-{greenlet.Id}") name = $"#{_names.Count + 1}";
        _names.Add(greenlet, name);
        return name;
    }
}
