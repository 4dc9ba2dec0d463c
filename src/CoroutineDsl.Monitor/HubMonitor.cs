using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using CoroutineDsl.Monitor;

namespace CoroutineDsl;

/// <summary>
/// A live page of every greenlet of the process, on loopback: who stands where, on what, since when, who holds it, who uses the hub's time, what leaks. Beside it a Unix socket with the same as a line protocol, for
/// <c>coro top</c> and scripts (gevent's backdoor).
/// </summary>
/// <remarks>It has threads of its own, so that a stuck hub does not silence it. While nobody looks it only waits for connections, and the hubs do nothing for it. All members are for any thread.</remarks>
public sealed class HubMonitor : IDisposable
{
    private readonly MonitorState _state;
    private readonly BlockingServer _web;
    private readonly BlockingServer? _socket;
    private int _isDisposed;

    private HubMonitor(int port, HubMonitorOptions options)
    {
        Token = options.Token ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        _state = new MonitorState();
        var pages = new WebPages(_state, Token);
        _web = BlockingServer.Listen(new IPEndPoint(IPAddress.Loopback, port), "monitor page", pages.Serve);
        Port = ((IPEndPoint)_web.LocalEndPoint).Port;
        var output = options.Output ?? Console.Error;
        try
        {
            if (options.HasSocket && Socket.OSSupportsUnixDomainSockets) (SocketPath, _socket) = Listen(options.SocketPath, output);
            AppDomain.CurrentDomain.ProcessExit += OnExit; // where nobody disposes of it; what a signal ends does not come here, and is taken away by the next
            output.WriteLine($"CoroutineDsl monitor: {Url} (token to kill and to dump: {Token})");
        }
        catch (Exception)
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The page's port.</summary>
    public int Port { get; }

    /// <summary>The page's address.</summary>
    public Uri Url => new($"http://127.0.0.1:{Port}/");

    /// <summary>What a kill and a dump ask for on the page.</summary>
    public string Token { get; }

    /// <summary>The path of the Unix socket; <c>null</c>: there is none.</summary>
    public string? SocketPath { get; }

    /// <summary>Serves the page on a port of the loopback address, for all hubs of the process, those that are made later too. Writes the address and the token to standard error.</summary>
    /// <param name="port">The port; 0: any free one, which <see cref="Port"/> tells.</param>
    /// <param name="options">How to start it.</param>
    /// <exception cref="SocketException">The port is in use, or <see cref="HubMonitorOptions.SocketPath"/> is.</exception>
    /// <exception cref="ArgumentException"><see cref="HubMonitorOptions.SocketPath"/> is too long for a socket.</exception>
    public static HubMonitor Start(int port = 0, HubMonitorOptions? options = null) => new(port, options ?? new HubMonitorOptions());

    /// <summary>Ends it: no connection is left.</summary>
    public void Dispose()
    {
        _web.Dispose();
        _socket?.Dispose();
        _state.Dispose();
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (SocketPath is not { } path || Interlocked.Exchange(ref _isDisposed, 1) != 0) return;
        File.Delete(path);
        SocketPaths.Free(path);
    }

    private void OnExit(object? sender, EventArgs e)
    {
        if (SocketPath is { } path) File.Delete(path);
    }

    /// <summary>The page is there without the socket too: only of a path that was asked for it is an error that there cannot be one.</summary>
    private (string? Path, BlockingServer? Server) Listen(string? wanted, TextWriter output)
    {
        var path = wanted ?? SocketPaths.ForThisProcess();
        try
        {
            SocketPaths.Prepare(path);
            if (wanted is null)
            {
                SocketPaths.ProtectFolder(path);
                SocketPaths.RemoveStale(path);
            }

            var server = BlockingServer.Listen(new UnixDomainSocketEndPoint(path), "monitor socket", new Commands(_state).Serve);
            SocketPaths.Protect(path);
            return (path, server);
        }
        catch (Exception exception) when (wanted is null && (exception is IOException or UnauthorizedAccessException or SocketException or ArgumentException))
        {
            SocketPaths.Free(path);
            output.WriteLine($"CoroutineDsl monitor: there is no socket for 'coro top' at {path}: {exception.Message}");
            return default;
        }
    }
}
