using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace CoroutineDsl.Jobs;

/// <summary>Takes a connection that has said the token and what it is for.</summary>
internal delegate void ConnectionTaker(Connection connection, ProcessChannel channel, Purpose purpose);

/// <summary>Where the other processes of a program connect to a hub of this one: a Unix socket in a private folder, or a named pipe. It is there while something needs it.</summary>
internal sealed partial class ProcessServer
{
    private const int LongestHello = 256;

    private static readonly TimeSpan HelloTime = TimeSpan.FromSeconds(30);
    private static readonly ConditionalWeakTable<Hub, ProcessServer> Servers = [];

    private readonly byte[] _token = Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(32, lowercase: true));
    private readonly Dictionary<long, ConnectionTaker> _takers = [];
    private PrivateFolder? _folder;
    private ChannelListener? _listener;
    private long _lastNumber;

    public string Token => Encoding.ASCII.GetString(_token);

    public ProcessAddress Address { get; private set; }

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
            Address = new(_folder.Path, ProcessAddress.PrefersPipe);
            _listener = ChannelListener.Open(Address);
        }
        catch
        {
            _folder.Dispose();
            throw;
        }

        Greenlet.Spawn(AcceptAll(_listener), "jobs accept");
    }

    [Coroutine]
    private IEnumerator<Yield> AcceptAll(ChannelListener listener)
    {
        while (!listener.IsClosed)
        {
            ProcessChannel? channel = null;
            try
            {
                channel = listener.Accept().Await();
            }
            catch (Exception exception) when (ProcessChannel.IsEnd(exception))
            {
                if (listener.IsClosed) yield break;
            }

            if (channel is not null) Greenlet.Spawn(Welcome(channel), "jobs welcome");
            else yield return Greenlet.Sleep(TimeSpan.FromMilliseconds(50)); // out of descriptors: they may be given back
        }
    }

    [Coroutine]
    private IEnumerator<Yield> Welcome(ProcessChannel channel)
    {
        var connection = new Connection(channel);
        var isTaken = false;
        try
        {
            using var timeout = CoTimeout.Start(HelloTime);
            var (kind, payload) = connection.ReceiveOne(LongestHello).Await();
            timeout.Close();
            if (kind == FrameKind.Hello && TryRead(payload, out var purpose, out var number) && _takers.TryGetValue(number, out var taker))
            {
                isTaken = true;
                taker(connection, channel, purpose);
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
