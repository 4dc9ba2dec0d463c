using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Runtime;

namespace CoroutineDsl.Net;

/// <summary>Names to addresses, without blocking the hub: the system's resolver runs on a few threads of its own, so that names which are not answered hold up neither files nor the thread pool.</summary>
public static class CoDns
{
    /// <summary>Resolves a name. An address given as text is returned as it is; for a name, the hub's cache is asked first (<see cref="HubOptions.DnsCacheDuration"/>).</summary>
    /// <param name="host">A name or an address.</param>
    /// <param name="timeout">How long to wait at most, by the hub's clock: then a <see cref="SocketException"/> with <see cref="SocketError.TimedOut"/>. The lookup itself cannot be stopped; its answer is dropped, as it is after a kill.</param>
    /// <returns>The addresses in the system's order of preference; at least one.</returns>
    /// <exception cref="SocketException">There is no such name, or no answer.</exception>
    public static Suspension<IPAddress[]> Resolve(string host, TimeSpan? timeout = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(host);
        if (IPAddress.TryParse(host, out var address)) return new([address]);
        _ = Timeouts.Ticks(timeout);
        return Waitables.From(new ResolveFrame(host, timeout));
    }
}
