using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// Waits for asynchronous code that is cancelled when the wait is given up. Where it completes on the hub, its greenlet is woken in the same step: a kill comes either before, and the code has been cancelled
/// while nothing was done, or after, and the value is not lost.
/// </summary>
internal sealed class TaskWait<T> : WaitSource<T>
{
    private readonly Hub _hub;
    private readonly string _what;
    private readonly Func<Exception>? _timedOut;
    private readonly CancellationTokenSource _cancellation = new();
    private Task<T> _task = null!;
    private Greenlet? _greenlet;

    private TaskWait(Hub hub, string what, Func<Exception>? timedOut)
    {
        _hub = hub;
        _what = what;
        _timedOut = timedOut;
    }

    /// <param name="hub">The hub.</param>
    /// <param name="what">For messages: what is done, as in "Receive timed out".</param>
    /// <param name="begin">Begins it.</param>
    /// <param name="timeout">How long to wait at most.</param>
    /// <param name="timedOut">Makes the exception of a timeout; by default a <see cref="SocketException"/>.</param>
    public static Suspension<T> Run(Hub hub, string what, Func<CancellationToken, ValueTask<T>> begin, TimeSpan? timeout, Func<Exception>? timedOut = null)
    {
        hub.CheckThread();
        var ticks = Timeouts.Ticks(timeout);
        var wait = new TaskWait<T>(hub, what, timedOut);
        var task = begin(wait._cancellation.Token);
        if (task.IsCompletedSuccessfully) return new(task.Result);
        wait._task = task.AsTask();
        return new(wait, ticks);
    }

    internal override bool Begin(Greenlet greenlet, object? state, long argument)
    {
        if (_task.IsCompleted) return true;
        _greenlet = greenlet;
        greenlet.ParkExternal(this, argument);
        _task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(() =>
        {
            if (_hub.IsCurrent) Completed();
            else _hub.Post(Completed);
        });
        return false;
    }

    internal override void Cancel(Greenlet greenlet)
    {
        _greenlet = null;
        _cancellation.Cancel();
    }

    internal override T Take(Greenlet greenlet)
    {
        if (greenlet.TakeTimedOut()) throw _timedOut?.Invoke() ?? new SocketException((int)SocketError.TimedOut, $"{_what} timed out.");
        try
        {
            return _task.GetAwaiter().GetResult();
        }
        catch (IOException e) when (e.InnerException is SocketException inner)
        {
            throw new SocketException((int)inner.SocketErrorCode, $"{_what}: {inner.Message}");
        }
    }

    internal override string Describe(Greenlet greenlet) => _what;

    private void Completed()
    {
        var greenlet = _greenlet;
        _greenlet = null;
        greenlet?.Wake();
    }
}
