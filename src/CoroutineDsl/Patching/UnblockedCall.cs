using System.Net.Sockets;

namespace CoroutineDsl.Patching;

/// <summary>The calls of a socket that is set not to block: .NET's own, since they have their result, or their error, at once.</summary>
internal static class UnblockedCall
{
    /// <summary>Whether a client's socket is set so; one that was disposed of has none.</summary>
    public static bool Is(Socket? socket) => socket is { Blocking: false };

    public static ValueTask Do<TState>(TState state, Action<TState> call)
    {
        call(state);
        return default;
    }

    /// <summary>A name is resolved first, and that does block: on the thread pool.</summary>
    public static ValueTask DoElsewhere<TState>(TState state, Action<TState> call) => new(Task.Run(() => call(state)));

    /// <inheritdoc cref="DoElsewhere{TState}(TState, Action{TState})"/>
    public static ValueTask<T> DoElsewhere<TState, T>(TState state, Func<TState, T> call) => new(Task.Run(() => call(state)));
}
