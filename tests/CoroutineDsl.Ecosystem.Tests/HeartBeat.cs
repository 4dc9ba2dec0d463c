using System.Diagnostics;

namespace CoroutineDsl.Ecosystem.Tests;

/// <summary>A greenlet that wakes every few milliseconds: how late it comes is how long the hub was held up.</summary>
internal sealed partial class HeartBeat
{
    private const int Period = 5;

    private readonly List<double> _late = [];

    private HeartBeat() => Greenlet = Spawn(this);

    public Greenlet Greenlet { get; }

    public int Beats => _late.Count;

    public static HeartBeat Start() => new();

    public override string ToString()
    {
        var late = _late.Order().ToList();
        return late.Count == 0 ? "no beat" : $"{late.Count} beats, late by {late[^1]:0.0} ms at most, {late[(int)(late.Count * 0.999)]:0.0} ms at p99.9, {late[late.Count / 2]:0.0} ms at the median";
    }

    private static Greenlet Spawn(HeartBeat beat) => CoroutineDsl.Greenlet.Spawn(beat.Beat(), "heart");

    [Coroutine]
    private IEnumerator<Yield> Beat()
    {
        while (true)
        {
            var before = Stopwatch.GetTimestamp();
            yield return CoroutineDsl.Greenlet.Sleep(Period);
            _late.Add(Math.Max(0, Stopwatch.GetElapsedTime(before).TotalMilliseconds - Period));
        }
    }
}
