using System.Diagnostics;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Tasks.Storm;

/// <summary>
/// How long the hub stood still, at most. Collections are counted apart. So is the machine: a thread of its own, which does nothing but wake up, is as often kept from running as the hub's is.
/// </summary>
internal sealed partial class HubPauses : IDisposable
{
    private readonly Thread _control;
    private volatile bool _isOver;
    private long _longest;
    private long _ofTheMachine;
    private long _ofCollections;

    public HubPauses()
    {
        _control = new Thread(Control) { IsBackground = true };
        _control.Start();
    }

    public TimeSpan Longest => new(_longest);

    public TimeSpan OfTheMachine => new(Volatile.Read(ref _ofTheMachine));

    [Coroutine]
    public IEnumerator<Yield> Beat()
    {
        while (!_isOver)
        {
            var collected = GC.GetTotalPauseDuration();
            var before = Stopwatch.GetTimestamp();
            yield return Sleep();
            var pause = Stopwatch.GetElapsedTime(before);
            collected = GC.GetTotalPauseDuration() - collected;
            _ofCollections = Math.Max(_ofCollections, collected.Ticks);
            _longest = Math.Max(_longest, (pause - collected).Ticks);
            yield return Sleep(1);
        }
    }

    public void Stop() => _isOver = true;

    public void Dispose()
    {
        Stop();
        _control.Join();
    }

    public override string ToString() =>
        $"The longest pause of the hub was {Longest.TotalMilliseconds:F1} ms, and of a collection {new TimeSpan(_ofCollections).TotalMilliseconds:F1} ms; an idle thread was kept from running for {OfTheMachine.TotalMilliseconds:F1} ms.";

    private void Control()
    {
        while (!_isOver)
        {
            var before = Stopwatch.GetTimestamp();
            Thread.Sleep(1);
            var late = Stopwatch.GetElapsedTime(before) - TimeSpan.FromMilliseconds(1);
            // a thread that has slept is let run before one that has not
            Volatile.Write(ref _ofTheMachine, Math.Max(_ofTheMachine, 2 * late.Ticks));
        }
    }
}
