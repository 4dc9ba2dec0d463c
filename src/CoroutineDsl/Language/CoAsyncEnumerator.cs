using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>One enumeration of an <see cref="IAsyncEnumerable{T}"/> in a coroutine's <c>foreach</c>.</summary>
/// <typeparam name="T">The type of the items.</typeparam>
public sealed class CoAsyncEnumerator<T> : CoEnumerator<T>
{
    private readonly CancellationTokenSource _cancellation;
    private readonly IAsyncEnumerator<T> _enumerator;
    private Task? _step;
    private bool _isDisposed;

    internal CoAsyncEnumerator(IAsyncEnumerable<T> source, CancellationToken token)
    {
        _cancellation = token.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(token) : new();
        _enumerator = source.GetAsyncEnumerator(_cancellation.Token);
    }

    /// <inheritdoc/>
    public override T Current => _enumerator.Current;

    /// <inheritdoc/>
    public override Suspension<bool> Step() => new(new StepSource(this), Timeouts.None);

    /// <summary>Disposes of the sequence's enumerator, and waits for that. Where a step has not ended even so, that comes when it has.</summary>
    public override Suspension CoDispose() => new(new DisposeSource(new Ending(this)), Timeouts.None);

    /// <inheritdoc cref="CoDispose"/>
    public override void Dispose()
    {
        Baton.WaitShielded(CoDispose());
        base.Dispose();
    }

    /// <inheritdoc/>
    [System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
    public override bool BeginDispose(Greenlet greenlet, Coroutine frame) => greenlet.Begin(frame, CoDispose());

    /// <summary>One step: what stops it is the token of the whole enumeration.</summary>
    [System.Diagnostics.StackTraceHidden]
    private sealed class StepSource(CoAsyncEnumerator<T> owner) : Operation<bool>
    {
        internal override string Describe(Greenlet greenlet) => "the next item of an asynchronous sequence";

        protected override Task? Start(CancellationToken token, out bool value)
        {
            var task = Started.From(owner._enumerator.MoveNextAsync(), out value);
            owner._step = task;
            return task;
        }

        protected override bool ResultOf(Task task) => ((Task<bool>)task).GetAwaiter().GetResult();

        protected override CancellationTokenSource Cancellation(Hub hub) => owner._cancellation;
    }

    /// <summary>The end of the enumeration: not while a step is in flight, which sequences do not bear.</summary>
    private sealed class Ending(CoAsyncEnumerator<T> owner) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            if (owner._isDisposed) return default;
            owner._isDisposed = true;
            if (owner._step is not { IsCompleted: false }) return End();
            _ = AfterStep(owner._step);
            return default;
        }

        private async Task AfterStep(Task step)
        {
            await step.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await End().ConfigureAwait(false);
        }

        private ValueTask End()
        {
            var end = owner._enumerator.DisposeAsync();
            owner._cancellation.Dispose();
            return end;
        }
    }
}
