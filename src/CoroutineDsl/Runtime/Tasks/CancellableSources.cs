namespace CoroutineDsl.Runtime;

/// <summary>The wait of <see cref="Coroutine.Cancellable(Func{CancellationToken, Task}, Action?)"/>.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class CancellableSource(Func<CancellationToken, Task> begin, Action? late) : Operation<Nothing>
{
    protected override Task? Start(CancellationToken token, out Nothing value) => Started.From(begin(token), out value);

    protected override Nothing ResultOf(Task task) => Started.End(task);

    protected override ValueTask<bool> GiveBack(Nothing value)
    {
        late?.Invoke();
        return new(true);
    }
}

/// <inheritdoc cref="CancellableSource"/>
[System.Diagnostics.StackTraceHidden]
internal sealed class CancellableValueSource(Func<CancellationToken, ValueTask> begin, Action? late) : Operation<Nothing>
{
    protected override Task? Start(CancellationToken token, out Nothing value) => Started.From(begin(token), out value);

    protected override Nothing ResultOf(Task task) => Started.End(task);

    protected override ValueTask<bool> GiveBack(Nothing value)
    {
        late?.Invoke();
        return new(true);
    }
}

/// <inheritdoc cref="CancellableSource"/>
[System.Diagnostics.StackTraceHidden]
internal sealed class CancellableSource<T>(Func<CancellationToken, Task<T>> begin, Action<T>? late) : Operation<T>
{
    protected override Task? Start(CancellationToken token, out T value) => Started.From(begin(token), out value);

    protected override T ResultOf(Task task) => ((Task<T>)task).GetAwaiter().GetResult();

    protected override ValueTask<bool> GiveBack(T value)
    {
        late?.Invoke(value);
        return new(true);
    }
}

/// <inheritdoc cref="CancellableSource"/>
[System.Diagnostics.StackTraceHidden]
internal sealed class CancellableValueSource<T>(Func<CancellationToken, ValueTask<T>> begin, Action<T>? late) : Operation<T>
{
    protected override Task? Start(CancellationToken token, out T value) => Started.From(begin(token), out value);

    protected override T ResultOf(Task task) => ((Task<T>)task).GetAwaiter().GetResult();

    protected override ValueTask<bool> GiveBack(T value)
    {
        late?.Invoke(value);
        return new(true);
    }
}
