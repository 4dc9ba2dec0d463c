using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Patching;

/// <summary>The wait of a patched call that gives a value.</summary>
internal sealed class PatchedCall<TState, T>(
    TState state, Func<TState, CancellationToken, ValueTask<T>> start, GiveBack<TState, T>? giveBack, Func<TState, T>? timedOut, bool reusesToken, SocketError? closed, string what) : Operation<T>
{
    internal override string Describe(Greenlet greenlet) => what.StartsWith("Co", StringComparison.Ordinal) ? what[2..] : what;

    protected override Task? Start(CancellationToken token, out T value) => Started.From(start(state, token), out value);

    protected override T ResultOf(Task task)
    {
        try
        {
            return ((Task<T>)task).GetAwaiter().GetResult();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.OperationAborted && closed is { } error)
        {
            throw new SocketException((int)error);
        }
    }

    protected override ValueTask<bool> GiveBack(T value) => giveBack is null ? new(false) : giveBack(state, value);

    protected override T TimedOut() => timedOut is null ? base.TimedOut() : timedOut(state);

    protected override CancellationTokenSource Cancellation(Hub hub) => reusesToken ? SpareCancellations.Of(hub).Rent() : base.Cancellation(hub);

    protected override void Spare(Hub hub, CancellationTokenSource cancellation)
    {
        if (reusesToken) SpareCancellations.Of(hub).Return(cancellation);
    }
}

/// <summary>The wait of a patched call that gives nothing.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class PatchedCall<TState>(TState state, Func<TState, CancellationToken, ValueTask> start, Action<TState>? giveBack, string what) : Operation<Nothing>
{
    internal override string Describe(Greenlet greenlet) => what.StartsWith("Co", StringComparison.Ordinal) ? what[2..] : what;

    protected override Task? Start(CancellationToken token, out Nothing value) => Started.From(start(state, token), out value);

    public Action<TState>? WhenTimedOut { get; init; }

    protected override Nothing ResultOf(Task task) => Started.End(task);

    protected override Nothing TimedOut()
    {
        WhenTimedOut?.Invoke(state);
        return base.TimedOut();
    }

    protected override ValueTask<bool> GiveBack(Nothing value)
    {
        giveBack?.Invoke(state);
        return new(giveBack is not null);
    }
}
