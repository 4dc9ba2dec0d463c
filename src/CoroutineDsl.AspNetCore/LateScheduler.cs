using System.IO.Pipelines;

namespace CoroutineDsl.AspNetCore;

/// <summary>
/// Runs the continuations of pipes on a hub, after those who are ready now. So who sends finds all that an application on the same hub has written: the head, the body and the end of an answer go out together,
/// and the requests that have come together are all read first.
/// </summary>
internal sealed partial class LateScheduler(Hub hub) : PipeScheduler
{
    private readonly HubScheduler _atOnce = new(hub);
    private readonly Queue<(Action<object?> Action, object? State)> _actions = new();
    private readonly CoEvent _some = new();
    private Greenlet? _runner;
    private bool _isStopped;

    public override void Schedule(Action<object?> action, object? state)
    {
        if (!_atOnce.IsHere || _isStopped)
        {
            _atOnce.Schedule(action, state);
            return;
        }

        _runner ??= Greenlet.Spawn(RunCoroutine(), "late sends");
        _actions.Enqueue((action, state));
        _some.Set();
    }

    /// <summary>Runs what is left; from now on everything is run at once. On the hub's thread.</summary>
    public void Stop()
    {
        _isStopped = true;
        _runner?.Kill();
        RunAll();
    }

    [Coroutine]
    private IEnumerator<Yield> Run()
    {
        while (true)
        {
            yield return _some.Wait();
            _some.Clear();
            RunAll();
        }
    }

    private void RunAll()
    {
        while (_actions.TryDequeue(out var next)) next.Action(next.State);
    }
}
