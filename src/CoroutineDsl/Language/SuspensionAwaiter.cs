using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>Awaits a suspension from <c>async</c> code on the hub: a small greenlet waits on its behalf, and the continuation runs in it.</summary>
public readonly struct SuspensionAwaiter : ICriticalNotifyCompletion
{
    private readonly AsyncWait? _wait;

    internal SuspensionAwaiter(Suspension suspension)
    {
        if (suspension.IsCompleted) return;
        AsyncWaitBase.Check(suspension.Source);
        if (suspension.Source is { } source && Hub.Here?.CurrentGreenlet is { } greenlet && source.Try(greenlet, suspension.State, suspension.Argument))
        {
            source.End(greenlet);
            source.Disown(greenlet);
            return;
        }
        _wait = new AsyncWait(suspension);
    }

    /// <summary>Whether it was over without waiting.</summary>
    public bool IsCompleted => _wait is null;

    /// <summary>Throws what the wait threw.</summary>
    public void GetResult() => _wait?.ThrowIfFailed();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _wait!.Begin(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => _wait!.Begin(continuation);

    [System.Diagnostics.StackTraceHidden]
    private sealed class AsyncWait(Suspension suspension) : AsyncWaitBase
    {
        protected override WaitSource? Source => suspension.Source;

        protected override bool Wait(Greenlet greenlet) => greenlet.Begin(this, suspension);

        protected override void Take(Greenlet greenlet) => greenlet.End();
    }
}

/// <inheritdoc cref="SuspensionAwaiter"/>
/// <typeparam name="T">The type of the value.</typeparam>
public readonly struct SuspensionAwaiter<T> : ICriticalNotifyCompletion
{
    private readonly AsyncWait? _wait;
    private readonly T _value;

    internal SuspensionAwaiter(Suspension<T> suspension)
    {
        _value = suspension.Value;
        if (suspension.Source is not { } source) return;
        AsyncWaitBase.Check(source);
        if (Hub.Here?.CurrentGreenlet is { } greenlet && source.Try(greenlet, suspension.State, suspension.Argument))
        {
            _value = source.Take(greenlet);
            source.Disown(greenlet);
            return;
        }

        _wait = new AsyncWait(suspension);
    }

    /// <summary>Whether there is nothing to wait for.</summary>
    public bool IsCompleted => _wait is null;

    /// <summary>The value; throws what the wait threw.</summary>
    public T GetResult() => _wait is null ? _value : _wait.GetValue();

    /// <inheritdoc/>
    public void OnCompleted(Action continuation) => _wait!.Begin(continuation);

    /// <inheritdoc/>
    public void UnsafeOnCompleted(Action continuation) => _wait!.Begin(continuation);

    [System.Diagnostics.StackTraceHidden]
    private sealed class AsyncWait(Suspension<T> suspension) : AsyncWaitBase
    {
        private T _value = default!;

        public T GetValue()
        {
            ThrowIfFailed();
            return _value;
        }

        protected override WaitSource? Source => suspension.Source;

        protected override bool Wait(Greenlet greenlet) => greenlet.Begin(this, suspension, out _value);

        protected override void Take(Greenlet greenlet) => greenlet.End(out _value);
    }
}
