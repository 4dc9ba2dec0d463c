using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using CoroutineDsl.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;

namespace CoroutineDsl.AspNetCore;

/// <summary>One endpoint: a <see cref="StreamServer"/> on each hub, whose connections Kestrel takes one by one.</summary>
internal sealed class GreenletListener((Hub Hub, MemoryPool<byte> Memory)[] hubs, GreenletTransportOptions options, ILogger log) : IConnectionListener
{
    private readonly Channel<ConnectionContext> _accepted = Channel.CreateUnbounded<ConnectionContext>(new() { SingleReader = true });
    private readonly List<(Hub Hub, StreamServer Server, LateScheduler Late)> _servers = [];
    private bool _isUnbound;

    public EndPoint EndPoint { get; private set; } = null!;

    /// <exception cref="SocketException">The address is in use, or not this machine's, or not allowed.</exception>
    public async Task Bind(EndPoint endPoint)
    {
        EndPoint = endPoint;
        foreach (var (hub, memory) in hubs)
        {
            // the first may have to find a free port, which the others share
            var (server, late) = await HubCall.On(hub, () => Serve(hub, memory)).ConfigureAwait(false);
            _servers.Add((hub, server, late));
        }
    }

    public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
    {
        while (await _accepted.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_accepted.Reader.TryRead(out var connection)) return connection;
        }

        return null;
    }

    public async ValueTask UnbindAsync(CancellationToken cancellationToken = default)
    {
        if (_isUnbound) return;
        _isUnbound = true;
        // closes the listener at once; the connections that are open stay
        foreach (var (hub, server, _) in _servers) await OnIfThere(hub, () => _ = server.Stop()).ConfigureAwait(false);
        _accepted.Writer.TryComplete();
    }

    public async ValueTask DisposeAsync()
    {
        await UnbindAsync().ConfigureAwait(false);
        while (_accepted.Reader.TryRead(out var connection)) connection.Abort();
        foreach (var (hub, server, late) in _servers)
        {
            await OnIfThere(hub, () =>
            {
                server.Dispose();
                late.Stop();
            }).ConfigureAwait(false);
        }
    }

    /// <summary>Where a hub is gone nothing is served any more: the others are still to be told.</summary>
    private static async Task OnIfThere(Hub hub, Action action)
    {
        try
        {
            await HubCall.On(hub, action).ConfigureAwait(false);
        }
        catch (ObjectDisposedException) when (hub.IsDisposed)
        {
            // its sockets go with it
        }
    }

    private (StreamServer Server, LateScheduler Late) Serve(Hub hub, MemoryPool<byte> memory)
    {
        var scheduler = new HubScheduler(hub);
        var late = new LateScheduler(hub);
        var server = new StreamServer(EndPoint, connection => Accept(connection), new() { Backlog = options.Backlog, ReusePort = hubs.Length > 1 });
        server.Start();
        EndPoint = server.LocalEndPoint!;
        return (server, late);

        IEnumerator<Yield> Accept(CoSocket socket)
        {
            var connection = new GreenletConnection(socket, scheduler, late, memory, options, log);
            _accepted.Writer.TryWrite(connection);
            return connection.RunCoroutine();
        }
    }
}
