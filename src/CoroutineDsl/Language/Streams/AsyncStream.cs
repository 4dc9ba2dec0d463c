namespace CoroutineDsl.Runtime;

/// <summary>An asynchronous sequence as a stream.</summary>
internal sealed class AsyncStream<T>(IAsyncEnumerable<T> source) : CoEnumerable<T>
{
    public override CoEnumerator<T> GetEnumerator() => source.GetEnumerator();
}

/// <summary>A stream as an asynchronous sequence: its steps run on the hub that it was made on, each in a greenlet of its own.</summary>
internal sealed class StreamAsync<T>(CoEnumerable<T> source) : IAsyncEnumerable<T>
{
    private readonly Hub? _hub = Hub.Here;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) => new Enumerator(source, _hub ?? Hub.Here, cancellationToken);

    private sealed class Enumerator(CoEnumerable<T> source, Hub? hub, CancellationToken token) : IAsyncEnumerator<T>
    {
        private CoEnumerator<T>? _steps;

        public T Current => _steps is { } steps ? steps.Current : default!;

        public async ValueTask<bool> MoveNextAsync()
        {
            token.ThrowIfCancellationRequested();
            try
            {
                return await Run(() => new StepCall(_steps ??= source.GetEnumerator(), isEnd: false), token).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is GreenletKilledException or OperationCanceledException && token.IsCancellationRequested)
            {
                throw new OperationCanceledException(token);
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_steps is { } steps) await Run(() => new StepCall(steps, isEnd: true), CancellationToken.None).ConfigureAwait(false);
        }

        private Task<bool> Run(Func<Coroutine<bool>> make, CancellationToken cancelled)
        {
            if (hub is null) return Task.FromResult(make().Await()); // this thread's own, which nobody else runs
            if (hub.IsCurrent) return Spawn(make, cancelled).AsTask();
            var outcome = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            hub.Post(() => _ = Settle(Spawn(make, cancelled).AsTask(), outcome), () => outcome.SetException(Hub.Left("a step of a stream")));
            return outcome.Task;
        }

        private static Greenlet<bool> Spawn(Func<Coroutine<bool>> make, CancellationToken cancelled)
        {
            var greenlet = Greenlet.Spawn(make());
            if (cancelled.CanBeCanceled) greenlet.KillOn(cancelled);
            return greenlet;
        }

        private static async Task Settle(Task<bool> step, TaskCompletionSource<bool> outcome)
        {
            await ((Task)step).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            outcome.SetFromTask(step);
        }
    }

    private sealed class StepCall(CoEnumerator<T> steps, bool isEnd) : Coroutine<bool>
    {
        public override FrameLocation Location => new("Step", 0, "");

        public override bool Resume(Greenlet greenlet)
        {
            if (State == 0)
            {
                State = 1;
                return isEnd ? steps.BeginDispose(greenlet, this) : steps.BeginStep(greenlet, this, out Result);
            }

            if (isEnd) greenlet.End();
            else greenlet.End(out Result);
            return true;
        }
    }
}
