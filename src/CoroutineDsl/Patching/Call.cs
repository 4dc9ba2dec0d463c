using System.Net.Sockets;
using System.Runtime.CompilerServices;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Patching;

/// <summary>What to do with the result of a call that has completed although it was cancelled. <c>false</c>: it cannot be given back, and the wait has it.</summary>
internal delegate ValueTask<bool> GiveBack<in TState, in T>(TState state, T value);

/// <summary>
/// Makes the wait of a patched call out of .NET's asynchronous form. Begun when it is awaited; stopped by a token when the wait is given up; a call that completes in spite of that has completed: its value is the
/// wait's, and the kill or the timeout is thrown at the next wait, unless the value can be given back.
/// </summary>
internal static class Call
{
    /// <param name="state">What the call needs: the receiver and the arguments.</param>
    /// <param name="start">The asynchronous form.</param>
    /// <param name="giveBack">Where the value can be given back.</param>
    /// <param name="ticks">The call's own timeout, by the hub's clock; negative: none.</param>
    /// <param name="timedOut">What the call does when that has passed.</param>
    /// <param name="reusesToken">Whether the call is known not to keep its token, which then serves the next one.</param>
    /// <param name="closed">The error of the blocking call where its socket is closed meanwhile. The asynchronous one has the same for all: <see cref="SocketError.OperationAborted"/>.</param>
    /// <param name="what">For reports.</param>
    public static Suspension<T> Of<TState, T>(
        TState state,
        Func<TState, CancellationToken, ValueTask<T>> start,
        GiveBack<TState, T>? giveBack = null,
        long ticks = Timeouts.None,
        Func<TState, T>? timedOut = null,
        bool reusesToken = false,
        SocketError? closed = null,
        [CallerMemberName] string what = "") =>
        new(new PatchedCall<TState, T>(state, start, giveBack, timedOut, reusesToken, closed, what), ticks);

    /// <inheritdoc cref="Of"/>
    public static Suspension Of<TState>(TState state, Func<TState, CancellationToken, ValueTask> start, [CallerMemberName] string what = "") =>
        new(new PatchedCall<TState>(state, start, null, what), Timeouts.None);

    /// <inheritdoc cref="Of"/>
    public static Suspension Of<TState>(TState state, Func<TState, CancellationToken, Task> start, Action<TState>? giveBack = null, [CallerMemberName] string what = "") =>
        new(new PatchedCall<TState>(state, (s, token) => new ValueTask(start(s, token)), giveBack, what), Timeouts.None);

    /// <inheritdoc cref="Of"/>
    public static Suspension Of<TState>(TState state, Func<TState, CancellationToken, ValueTask> start, long ticks, Action<TState> timedOut, string what) =>
        new(new PatchedCall<TState>(state, start, null, what) { WhenTimedOut = timedOut }, ticks);

    /// <summary>A call that nothing can stop, on the thread pool.</summary>
    public static Suspension<T> Of<T>(Func<T> call, [CallerMemberName] string what = "") => Of(call, static (c, _) => new ValueTask<T>(Task.Run(c)), what: what);

    /// <inheritdoc cref="Of{T}(Func{T}, string)"/>
    public static Suspension Of(Action call, [CallerMemberName] string what = "") => Of(call, static (c, _) => Task.Run(c), what: what);

    /// <summary>Disposes of what was acquired too late.</summary>
    public static ValueTask<bool> Dispose<TState, T>(TState state, T value) => Disposal.Of(value);
}
