using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>
/// A wait as a task, for asynchronous code on any thread: begins on the hub, where a small greenlet waits on its behalf. A task that has to wait completes on the hub, and what continues it
/// synchronously runs there.
/// </summary>
internal sealed class HubTask<T> : Coroutine
{
    private readonly TaskCompletionSource<T> _completion = new();
    private readonly Hub _hub;
    private readonly Func<Suspension<T>> _begin;
    private readonly CancellationToken _cancellation;
    private Suspension<T> _wait;
    private bool _hasBegun;
    private Greenlet? _greenlet;

    private HubTask(Hub hub, Func<Suspension<T>> begin, CancellationToken cancellation)
    {
        _hub = hub;
        _begin = begin;
        _cancellation = cancellation;
    }

    public override FrameLocation Location => new("async operation", 0, "");

    /// <param name="hub">The hub.</param>
    /// <param name="begin">Begins the wait, on the hub.</param>
    /// <param name="cancellation">Ends the wait as a kill does.</param>
    public static Task<T> Run(Hub hub, Func<Suspension<T>> begin, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled<T>(cancellation);
        var task = new HubTask<T>(hub, begin, cancellation);
        if (hub.IsCurrent) task.Begin();
        else hub.Post(task.Spawn, task.HubIsGone); // begins in the greenlet: what continues the task may want to wait, and a posted callback cannot
        return task._completion.Task;
    }

    public override bool Resume(Greenlet greenlet)
    {
        try
        {
            T value;
            if (State == 0)
            {
                State = 1;
                if (!_hasBegun) _wait = _begin();
                if (!greenlet.Begin(this, _wait, out value)) return false;
            }
            else
            {
                greenlet.End(out value);
            }

            _completion.TrySetResult(value);
        }
        catch (Exception exception) when (!greenlet.IsExit(exception) && greenlet.PassesThrough(exception))
        {
            greenlet.Arrived();
            _completion.TrySetException(exception);
        }

        return true;
    }

    private void Begin()
    {
        try
        {
            _wait = _begin();
            _hasBegun = true;
        }
        catch (Exception exception)
        {
            _completion.SetException(exception);
            return;
        }

        if (_wait.Source is null) _completion.SetResult(_wait.Value);
        else Spawn();
    }

    private void Spawn()
    {
        _greenlet = Greenlet.SpawnOn(_hub, this);
        var registration = _cancellation.UnsafeRegister(static task => ((HubTask<T>)task!).Cancel(), this);
        _greenlet.OnEndOrDisposal(_ =>
        {
            registration.Unregister();
            if (_greenlet.IsReady && !_completion.Task.IsCompleted) _hub.Post(() => _completion.TrySetCanceled(_cancellation), HubIsGone); // it was killed
        });
    }

    /// <summary>On the thread pool: what continues the task is not for the thread that disposes of the hub.</summary>
    internal override void HubIsGone() =>
        ThreadPool.UnsafeQueueUserWorkItem(static completion => completion.TrySetException(Hub.Left("async operation")), _completion, preferLocal: false);

    private void Cancel() => _hub.Post(() => _greenlet!.Kill());
}
