using System.Globalization;
using System.Text;

namespace CoroutineDsl;

/// <summary>
/// Which greenlets use a hub's time, by place: a sample every five milliseconds, taken from the watchdog's thread, of the coroutine that runs and the line where it last went on. The hub does nothing for it.
/// </summary>
/// <remarks>Any thread. A sample sees where the running step began, and not the line that it has reached since: a step is what runs between two waits.</remarks>
public sealed class HubProfiler : IDisposable
{
    private const int MaxStacks = 10_000;

    private readonly HubInsight _insight;
    private readonly IDisposable _use;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (ProfiledPlace Place, string Folded)> _stacks = [];
    private readonly Dictionary<string, int> _counts = [];
    private int _samples;
    private bool _isDisposed;

    private HubProfiler(Hub hub)
    {
        _insight = HubInsight.Of(hub);
        _insight.Load.Add(this);
        _use = HubSampler.Use();
    }

    /// <summary>How many samples found a greenlet running.</summary>
    public int Samples
    {
        get
        {
            lock (_gate) return _samples;
        }
    }

    /// <summary>Samples a hub until it is disposed of.</summary>
    public static HubProfiler Start(Hub hub)
    {
        ArgumentNullException.ThrowIfNull(hub);
        return new HubProfiler(hub);
    }

    /// <summary>The places that used the hub's time, the hottest first.</summary>
    public IReadOnlyList<ProfiledPlace> Places()
    {
        lock (_gate)
        {
            return [.. _counts.GroupBy(entry => _stacks[entry.Key].Place).Select(group => group.Key with { Samples = group.Sum(entry => entry.Value), Share = group.Sum(entry => entry.Value) / (double)Math.Max(1, _samples) })
                .OrderByDescending(place => place.Samples)];
        }
    }

    /// <summary>Folded stacks, outermost frame first, and how many samples had each: what flamegraph.pl and speedscope read. The innermost frame is <c>after</c> a line: there the step began.</summary>
    public string ToFolded()
    {
        var text = new StringBuilder();
        lock (_gate)
        {
            foreach (var (key, count) in _counts.OrderByDescending(entry => entry.Value)) text.Append(_stacks[key].Folded).Append(' ').Append(count).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Ends the sampling. What was found can still be read.</summary>
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        _insight.Load.Remove(this);
        _use.Dispose();
    }

    /// <summary>The hottest places in words: the line after which each step began.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var place in Places()) text.Append(CultureInfo.InvariantCulture, $"{place.Share,7:0.0 %}  {place.Greenlet}, after {TreeText.Short(place.Place)}\n");
        return text.Length == 0 ? "No greenlet was seen running.\n" : text.ToString();
    }

    /// <summary>A greenlet was seen running; it may be running on.</summary>
    internal void Add(Greenlet greenlet)
    {
        List<FrameLocation> frames = [];
        string name;
        try
        {
            name = greenlet.Name;
            for (var frame = greenlet.Frame; frame is not null && frames.Count < 100; frame = frame.Caller)
            {
                if (frame is not ThreadFrame) frames.Add(frame.Location);
            }
        }
        catch (Exception)
        {
            return; // it was changed while it was read
        }

        if (frames.Count == 0) return;
        var kind = greenlet.Extras?.Name is not null ? name : frames[^1].Method;
        frames.Reverse();
        var folded = string.Join(';', frames.Select((frame, i) => (i < frames.Count - 1 ? "" : "after ") + TreeText.Short(frame).Replace(';', ',')));
        lock (_gate)
        {
            if (!_stacks.ContainsKey(folded))
            {
                if (_stacks.Count >= MaxStacks) return;
                _stacks.Add(folded, (new ProfiledPlace(kind, frames[^1], 0, 0), folded));
            }

            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, folded, out _)++;
            _samples++;
        }
    }
}
