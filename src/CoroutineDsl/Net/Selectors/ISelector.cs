using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>
/// Waits until some of many sockets are ready: Python's <c>selectors</c> module for .NET sockets. Registrations are level-triggered: a socket
/// is reported by every <see cref="Select"/> for as long as it is ready.
/// </summary>
/// <remarks>A selector is used by one thread at a time; only <see cref="Wake"/> may be called from any thread at any time.</remarks>
public interface ISelector : IDisposable
{
    /// <summary>The registrations, as they are now: a live, read-only view.</summary>
    IReadOnlyDictionary<Socket, SelectorKey> Map { get; }

    /// <summary>Starts to watch a socket.</summary>
    /// <param name="socket">The socket. It stays the caller's, who should unregister it before closing it.</param>
    /// <param name="events">What to watch it for: at least one event.</param>
    /// <param name="data">Any object, for instance the callback to run; found again in <see cref="SelectorKey.Data"/>.</param>
    /// <exception cref="ArgumentException">The events are none or unknown, or the socket is registered already.</exception>
    /// <exception cref="ObjectDisposedException">The socket or the selector is closed.</exception>
    SelectorKey Register(Socket socket, SelectorEvents events, object? data = null);

    /// <summary>Changes what a registered socket is watched for, and its data.</summary>
    /// <exception cref="ArgumentException">The events are none or unknown.</exception>
    /// <exception cref="KeyNotFoundException">The socket is not registered.</exception>
    /// <exception cref="ObjectDisposedException">The socket or the selector is closed.</exception>
    SelectorKey Modify(Socket socket, SelectorEvents events, object? data = null);

    /// <summary>Stops watching a socket, which may be closed already.</summary>
    /// <returns>The registration that was.</returns>
    /// <exception cref="KeyNotFoundException">The socket is not registered.</exception>
    /// <exception cref="ObjectDisposedException">The selector is closed.</exception>
    SelectorKey Unregister(Socket socket);

    /// <summary>Waits until at least one registered socket is ready, <see cref="Wake"/> is called, or the time is over.</summary>
    /// <param name="timeout">How long to wait: null or negative for ever, zero to look without waiting.</param>
    /// <returns>The ready ones; none when the time is over, after a <see cref="Wake"/>, or when a signal interrupted the wait.</returns>
    /// <exception cref="ObjectDisposedException">The selector is closed.</exception>
    IReadOnlyList<SelectorReady> Select(TimeSpan? timeout = null);

    /// <summary>Ends the wait that is going on, or the next one. From any thread; without effect on a closed selector.</summary>
    void Wake();
}
