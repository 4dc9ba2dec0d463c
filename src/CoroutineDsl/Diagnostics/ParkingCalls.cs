using System.Collections.Concurrent;
using System.Reflection;

namespace CoroutineDsl;

/// <summary>
/// Which calls in plain code have made threads. A hub needs another thread each time that more are parked than ever before; who parks then is written down. That is once for each thread, and a thread costs far more.
/// </summary>
internal sealed class ParkingCalls
{
    private readonly Dictionary<(MethodBase? Method, int Offset), BlockingCall> _calls = []; // under its own lock
    private readonly ConcurrentQueue<BlockingCall> _news = new();

    /// <summary>How many threads were parked at once so far.</summary>
    public int Most { get; private set; }

    /// <summary>Those that made most first. Any thread.</summary>
    public IReadOnlyList<BlockingCall> All
    {
        get
        {
            lock (_calls) return [.. _calls.Values.OrderByDescending(call => call.Threads)];
        }
    }

    /// <summary>The calling thread is about to be parked, and never were so many.</summary>
    public void Note(int parked, Greenlet greenlet)
    {
        Most = parked;
        var site = OwnFrames.Site();
        lock (_calls)
        {
            if (_calls.TryGetValue(site, out var known))
            {
                _calls[site] = known with { Threads = known.Threads + 1 };
                return;
            }

            var call = _calls[site] = OwnFrames.Call(greenlet.Source?.Describe(greenlet) ?? "a turn") with { Threads = 1 };
            _news.Enqueue(call);
        }
    }

    /// <summary>A call that nobody was told of yet.</summary>
    public bool TryTakeNews(out BlockingCall call) => _news.TryDequeue(out call!);

    /// <summary>Who made most, as a sentence.</summary>
    public string Advice() => All is [{ Frames: [var first, ..] } most, ..] ? $" Most wait for {most.Name} {first}." : "";
}
