using System.Net.Sockets;

namespace CoroutineDsl.Net;

/// <summary>A socket as it is registered with a selector.</summary>
public sealed class SelectorKey
{
    internal SelectorKey(Socket socket, SelectorEvents events, object? data, long id)
    {
        Socket = socket;
        Events = events;
        Data = data;
        Id = id;
    }

    /// <summary>The registered socket.</summary>
    public Socket Socket { get; }

    /// <summary>What the selector watches the socket for.</summary>
    public SelectorEvents Events { get; }

    /// <summary>The object given at registration.</summary>
    public object? Data { get; }

    internal long Id { get; }

    /// <summary>Where it is in the list that is being collected; -1 if it is not.</summary>
    internal int ReadyAt { get; set; } = -1;
}

/// <summary>One registered socket that is ready, and for what.</summary>
/// <param name="Key">The registration.</param>
/// <param name="Events">What the socket is ready for: a part of the events it is registered for.</param>
public readonly record struct SelectorReady(SelectorKey Key, SelectorEvents Events);
