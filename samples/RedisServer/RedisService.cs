using System.Net;
using CoroutineDsl;
using CoroutineDsl.Net;
using RedisServer.Commands;
using RedisServer.Data;
using static CoroutineDsl.Greenlet;

namespace RedisServer;

/// <summary>The server: the data, and one session a connection. Commands run one at a time, so nothing needs a lock.</summary>
internal sealed partial class RedisService
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(1);

    private readonly StreamServer _server;
    private Greenlet? _sweeper;

    public RedisService(IPEndPoint endPoint) => _server = new StreamServer(endPoint, conn => new Session(this, conn).Talk());

    public EndPoint LocalEndPoint => _server.LocalEndPoint!;

    public Database Database { get; } = new(TimeProvider.System);

    public Channels Channels { get; } = new();

    public void Start()
    {
        _server.Start();
        _sweeper = Spawn(Sweep(), "sweeper");
    }

    public Suspension Stop()
    {
        _sweeper?.Kill();
        return _server.Stop(Drain);
    }

    /// <summary>Keys that nobody asks for any more expire too.</summary>
    [Coroutine]
    private IEnumerator<Yield> Sweep()
    {
        while (true)
        {
            yield return Sleep(TimeSpan.FromSeconds(1));
            Database.RemoveExpired();
        }
    }
}
