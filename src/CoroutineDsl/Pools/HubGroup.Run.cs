using CoroutineDsl.Runtime;

namespace CoroutineDsl;

public sealed partial class HubGroup
{
    /// <summary>Runs a coroutine on a hub of the group, and waits for its result on this one. Where the wait is killed or times out, the coroutine is killed over there.</summary>
    /// <param name="coroutine">Called on that hub.</param>
    /// <param name="placement">On which hub.</param>
    /// <exception cref="ObjectDisposedException">The group has been stopped (from the wait).</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such hub (from the wait).</exception>
    public Suspension<T> Run<T>(Func<IEnumerator<Yield<T>>> coroutine, HubPlacement placement = default)
    {
        ArgumentNullException.ThrowIfNull(coroutine);
        return Waitables.From(RunThereCoroutine(coroutine, placement));
    }

    [Coroutine]
    private IEnumerator<Yield<T>> RunThere<T>(Func<IEnumerator<Yield<T>>> coroutine, HubPlacement placement)
    {
        var call = new RemoteCall<T>();
        var task = Place(() => call.Begin(coroutine), placement).Unwrap();
        T result;
        try
        {
            result = task.Await();
        }
        finally
        {
            if (!task.IsCompleted) call.Abandon();
        }

        Coroutine.SetResult(result);
        yield break;
    }

    /// <summary>A coroutine of another hub that somebody waits for here.</summary>
    private sealed class RemoteCall<T>
    {
        private readonly Lock _gate = new();
        private Greenlet? _greenlet;
        private Hub? _hub;
        private bool _isAbandoned;

        public Task<T> Begin(Func<IEnumerator<Yield<T>>> coroutine)
        {
            var greenlet = Greenlet.Spawn(coroutine());
            lock (_gate)
            {
                (_greenlet, _hub) = (greenlet, Hub.Current);
                if (_isAbandoned) greenlet.Kill();
            }

            return greenlet.AsTask();
        }

        public void Abandon()
        {
            lock (_gate)
            {
                _isAbandoned = true;
                _hub?.Post(() => _greenlet!.Kill());
            }
        }
    }
}
