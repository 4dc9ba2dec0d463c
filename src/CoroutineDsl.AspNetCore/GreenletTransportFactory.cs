using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CoroutineDsl.AspNetCore;

/// <summary>Binds endpoints for Kestrel, and has the hubs on which their connections run.</summary>
internal sealed class GreenletTransportFactory(IOptions<GreenletTransportOptions> options, IMemoryPoolFactory<byte> memory, ILoggerFactory logs)
    : IConnectionListenerFactory, IConnectionListenerFactorySelector, IDisposable
{
    private readonly GreenletTransportOptions _options = options.Value;
    private readonly Lock _lock = new();
    private readonly ILogger _log = logs.CreateLogger("CoroutineDsl.AspNetCore.GreenletTransport");
    private HubGroup? _own;
    private MemoryPool<byte>[] _pools = [];

    public bool CanBind(EndPoint endpoint) => endpoint is IPEndPoint or UnixDomainSocketEndPoint;

    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        var listener = new GreenletListener(Hubs(endpoint), _options, _log);
        try
        {
            await listener.Bind(endpoint).ConfigureAwait(false);
            return listener;
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            await listener.DisposeAsync().ConfigureAwait(false);
            throw new AddressInUseException(exception.Message, exception);
        }
        catch
        {
            await listener.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public void Dispose()
    {
        _own?.Dispose();
        foreach (var pool in _pools) pool.Dispose();
    }

    /// <summary>A path cannot be shared as a port can: one hub serves it.</summary>
    private (Hub Hub, MemoryPool<byte> Memory)[] Hubs(EndPoint endpoint)
    {
        lock (_lock)
        {
            if (_pools.Length == 0)
            {
                if (_options.Hub is null) _own = new HubGroup(_options.HubCount, new HubOptions { MaxBlockingTime = null });
                _pools = [.. Enumerable.Range(0, _own?.Count ?? 1).Select(_ => memory.Create())];
            }

            var count = endpoint is UnixDomainSocketEndPoint ? 1 : _pools.Length;
            return [.. Enumerable.Range(0, count).Select(i => (_options.Hub ?? _own![i], _pools[i]))];
        }
    }
}
