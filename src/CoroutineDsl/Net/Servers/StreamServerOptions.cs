using System.Net.Security;

namespace CoroutineDsl.Net;

/// <summary>How a <see cref="StreamServer"/> serves.</summary>
public record StreamServerOptions
{
    /// <summary>How many connections are served at once; while there are so many, no further one is accepted. Null: no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? PoolSize
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(PoolSize), value, "A server serves at least one connection at once.");
    }

    /// <summary>How many connections one client address may have; a further one is closed as soon as it is accepted. An IPv6 client has a whole network (/64), which counts as one. Null, the default: no limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? MaxPerAddress
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxPerAddress), value, "An address has at least one connection.");
    }

    /// <summary>How many connections may wait to be accepted; null: 4096, or as many as the system allows. Only for a server that is given an address, not a socket that listens already.</summary>
    public int? Backlog { get; init; }

    /// <summary>Whether other sockets may listen on the same port, and the system deals the connections out among them (SO_REUSEPORT).</summary>
    public bool ReusePort { get; init; }

    /// <summary>
    /// How many bytes the system keeps for each connection of what has not left yet: <see cref="CoSocket.UnsentLimit"/>. It bounds what clients that take nothing can make the system hold, megabytes each without it. Null, the
    /// default here: what the listener has. Only for connections over TCP.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int? UnsentLimit
    {
        get;
        init => field = value is null or > 0 ? value : throw new ArgumentOutOfRangeException(nameof(UnsentLimit), value, "A connection keeps at least one byte.");
    }

    /// <summary>How many connections are accepted in a row before the connections that are open have their turn.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int MaxAccept
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(MaxAccept), value, "At least one connection is accepted at a time.");
    } = 100;

    /// <summary>
    /// Where set, connections are encrypted: certificate, protocols, ALPN, certificates by name (<see cref="SslServerAuthenticationOptions.ServerCertificateSelectionCallback"/>), client certificates. The handshake
    /// runs in the connection's own greenlet, its arithmetic on threads of its own, and the coroutine is called when it has succeeded, with a socket that sends and receives through TLS (<see cref="CoSocket.Tls"/>).
    /// One that fails closes the connection: see <see cref="HandshakeFailed"/>.
    /// </summary>
    public SslServerAuthenticationOptions? Tls { get; init; }

    /// <summary>How long a TLS handshake may take before the connection is closed.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Called on the hub's thread when a client did not come through the handshake: it does not speak TLS, or no version that is spoken here, or went away, or took too long. That is no failure of the application, and
    /// is not reported as one; <see cref="StreamServer.FailedHandshakeCount"/> counts them. It must neither wait nor throw.
    /// </summary>
    public Action<System.Net.EndPoint?, Exception>? HandshakeFailed { get; init; }

    /// <summary>How long accepting pauses after an error, for instance because the process has no descriptor left. Each further error doubles the pause; a success ends that.</summary>
    public TimeSpan MinDelay { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long accepting pauses after an error at most.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long <see cref="StreamServer.Stop"/> may take, if it is not told.</summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(1);
}
