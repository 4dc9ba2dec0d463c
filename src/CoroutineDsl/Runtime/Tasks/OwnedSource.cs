namespace CoroutineDsl.Runtime;

/// <summary>The wait for a task that was begun a moment before, with a token for this wait.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class OwnedSource<T>(Task task, OwnedToken own, bool isAcquired) : Operation<T>
{
    /// <summary>The call itself has brought something to throw: it is stopped, and what it gives is given back.</summary>
    internal override void BeforeThrow() => Forsake(task);

    protected override Task? Start(CancellationToken token, out T value)
    {
        value = default!;
        return task;
    }

    protected override T ResultOf(Task task)
    {
        try
        {
            if (task is Task<T> typed) return typed.GetAwaiter().GetResult();
            task.GetAwaiter().GetResult();
            return default!;
        }
        catch (OperationCanceledException cancelled) when (own.Given.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancelled.Message, cancelled, own.Given); // the caller knows his own token
        }
    }

    protected override ValueTask<bool> GiveBack(T value) => isAcquired ? Disposal.Of(value) : new(true);

    protected override CancellationTokenSource Cancellation(Hub hub) => own.Source;

    protected override void Spare(Hub hub, CancellationTokenSource cancellation)
    {
        if (own.Given.CanBeCanceled) cancellation.Dispose(); // no link stays in a token that lives on
    }
}
