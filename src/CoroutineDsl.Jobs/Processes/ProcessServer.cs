using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using CoroutineDsl.Net;

namespace CoroutineDsl.Jobs;

/// <summary>Takes a connection that has said the token and what it is for.</summary>
internal delegate void ConnectionTaker(Connection connection, CoSocket socket, Purpose purpose);

/// <summary>Where the other processes of a program connect to a hub of this one: a Unix socket in a private folder. It is there while something needs it.</summary>
internal sealed partial class ProcessServer
{
    private const int LongestHello = 256;

    private static readonly TimeSpan HelloTime = TimeSpan.FromSeconds(30);
    private static readonly ConditionalWeakTable<Hub, ProcessServer> Servers = [];

    private readonly byte[] _token = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(32, lowercase: true));
    private readonly Dictionary<long, ConnectionTaker> _takers = [];
    private PrivateFolder? _folder;
    private CoSocket? _listener;
    private long _lastNumber;

    public string Token => Encoding.ASCII.GetString(_token);

    public string Folder => _folder!.Path;

    public static ProcessServer Of(Hub hub) => Servers.GetValue(hub, _ => new());

    /// <summary>Something to connect to gets a number; the first opens the server.</summary>
    public long Add(ConnectionTaker taker)
    {
        if (_listener is null) Open();
        _takers.Add(++_lastNumber, taker);
        return _lastNumber;
    }

    /// <summary>Nobody connects to it any more; the last closes the server.</summary>
    public void Remove(long number)
    {
        if (!_takers.Remove(number) || _takers.Count > 0) return;
        _listener!.Close();
        _listener = null;
        _folder!.Dispose();
        _folder = null;
    }

    private void Open()
    {
        _folder = new();
        try
        {
            _listener = CoSocket.Listen(new UnixDomainSocketEndPoint(WorkerSettings.SocketPath(_folder.Path)));
        }
        catch
        {
            _folder.Dispose();
            throw;
        }

        Greenlet.Spawn(AcceptAll(_listener), "jobs accept");
    }

    [Coroutine]
    private IEnumerator<Yield> AcceptAll(CoSocket listener)
    {
        while (!listener.IsClosed)
        {
            CoSocket? socket = null;
            try
            {
                socket = listener.Accept().Await();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                if (listener.IsClosed) yield break;
            }

            if (socket is not null) Greenlet.Spawn(Welcome(socket), "jobs welcome");
            else yield return Greenlet.Sleep(TimeSpan.FromMilliseconds(50)); // out of descriptors: they may be given back
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Welcome(CoSocket socket)
    {
        var connection = new Connection(socket);
        var isTaken = false;
        try
        {
            using var timeout = CoTimeout.Start(HelloTime);
            var (kind, payload) = connection.ReceiveOne(LongestHello).Await();
            timeout.Close();
            if (kind == FrameKind.Hello && TryRead(payload, out var purpose, out var number) && _takers.TryGetValue(number, out var taker))
            {
                isTaken = true;
                taker(connection, socket, purpose);
            }
        }
        catch (CoTimeoutException)
        {
            // it connected and said nothing
        }
        catch (InvalidDataException)
        {
            // it is none of ours
        }
        finally
        {
            if (!isTaken) connection.Dispose();
        }

        yield break;
    }

    private bool TryRead(ReadOnlyMemory<byte> hello, out Purpose purpose, out long number)
    {
        var reader = new FrameReader(hello);
        var isOurs = CryptographicOperations.FixedTimeEquals(reader.ReadBytes().Span, _token);
        (purpose, number) = ((Purpose)reader.ReadByte(), reader.ReadInt64());
        return isOurs;
    }
}
