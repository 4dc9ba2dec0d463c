namespace CoroutineDsl;

/// <summary>How a <see cref="HubMonitor"/> is started.</summary>
public sealed record HubMonitorOptions
{
    /// <summary>Where the address and the token are written at the start; by default standard error. <see cref="TextWriter.Null"/>: nowhere.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>Whether there is a Unix socket for <c>coro top</c> and for scripts as well. By default <c>true</c>. Nobody but the process's own user can connect to it.</summary>
    public bool HasSocket { get; init; } = true;

    /// <summary>The path of the Unix socket; by default the process id in the directory <c>coroutinedsl-USER</c> of the system's directory for temporary files.</summary>
    public string? SocketPath { get; init; }

    /// <summary>The token that a kill and a dump ask for; by default a random one, which is written to <see cref="Output"/>.</summary>
    public string? Token { get; init; }
}
