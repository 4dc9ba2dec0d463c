using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using static CoroutineDsl.Coroutine;

namespace CoroutineDsl.Tests.Tasks.Storm;

/// <summary>The calls of .NET that acquire something: by their blocking names, which the patch makes cooperative, or with <c>Cancellable</c> where there is only a task.</summary>
internal sealed partial class Acquisitions : IDisposable
{
    private readonly SemaphoreSlim _slim = new(0);
    private readonly SemaphoreSlim _timedSlim = new(0);
    private readonly AutoResetEvent _signal = new(false);
    private readonly Semaphore _semaphore = new(0, int.MaxValue);
    private readonly BlockingCollection<int> _items = [];
    private readonly BlockingCollection<int> _timedItems = [];
    private readonly BlockingCollection<int> _consumed = [];
    private readonly Channel<int> _channel = Channel.CreateUnbounded<int>();
    private readonly ConcurrentQueue<int> _givenBack = new();
    private readonly Channel<int> _named = Channel.CreateUnbounded<int>();
    private readonly Channel<int> _twoSteps = Channel.CreateUnbounded<int>();
    private readonly Channel<int> _streamed = Channel.CreateUnbounded<int>();
    private readonly Pipe _pipe = new();
    private readonly Lock _gate = new();
    private readonly Socket _listener = Listening();
    private readonly TcpListener _tcpListener = new(IPAddress.Loopback, 0);
    private readonly (Socket Writer, Socket Reader) _bytes = Connected();
    private readonly (Socket Writer, Socket Reader) _segments = Connected();
    private readonly (Socket Writer, Socket Reader) _streamSockets = Connected();
    private readonly NetworkStream _stream;
    private readonly Socket _datagrams = Bound();
    private readonly UdpClient _udp = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly AnonymousPipeServerStream _pipeWriter = new(PipeDirection.Out);
    private readonly AnonymousPipeClientStream _pipeReader;
    private readonly ResourcePool _pool = new(5);
    private readonly LegacyPool _legacy;
    private readonly PooledSource _source;
    private readonly ConcurrentBag<IDisposable> _clients = [];

    public Acquisitions()
    {
        _stream = new NetworkStream(_streamSockets.Reader);
        _pipeReader = new(PipeDirection.In, _pipeWriter.ClientSafePipeHandle);
        _legacy = new(_pool);
        _source = new(_pool);
        _tcpListener.Start();
        All =
        [
            new("SemaphoreSlim.Wait", () => Done(() => _slim.Release()), kind => TakesSlim(kind)),
            new("SemaphoreSlim.Wait(time)", () => Done(() => _timedSlim.Release()), kind => TakesTimedSlim(kind)),
            new("AutoResetEvent.WaitOne", Signal, kind => TakesSignal(kind)),
            new("Semaphore.WaitOne", () => Done(() => _semaphore.Release()), kind => TakesSemaphore(kind)),
            new("BlockingCollection.Take", () => Done(() => _items.Add(1)), kind => TakesItem(kind)),
            new("BlockingCollection.TryTake", () => Done(() => _timedItems.Add(1)), kind => TakesTimedItem(kind)),
            new("BlockingCollection.GetConsumingEnumerable", () => Done(() => _consumed.Add(1)), kind => Consumes(kind)),
            new("ChannelReader.ReadAsync", () => _channel.Writer.TryWrite(1), kind => Reads(kind)),
            new("ChannelReader.CoRead", () => _named.Writer.TryWrite(1), kind => ReadsByName(kind)),
            new("ChannelReader.WaitToReadAsync", () => _twoSteps.Writer.TryWrite(1), kind => ReadsInTwoSteps(kind)),
            new("IAsyncEnumerable", () => _streamed.Writer.TryWrite(1), kind => Iterates(kind)),
            new("PipeReader.ReadAsync", WritePipe, kind => ReadsPipe(kind)),
            new("Socket.Accept", () => Connect(_listener.LocalEndPoint!), kind => Accepts(kind)),
            new("TcpListener.AcceptTcpClient", () => Connect(_tcpListener.LocalEndpoint), kind => AcceptsClient(kind)),
            new("Socket.Receive", () => Send(_bytes.Writer), kind => Receives(kind)),
            new("Socket.Receive(list)", () => Send(_segments.Writer), kind => ReceivesSegments(kind)),
            new("NetworkStream.Read", () => Send(_streamSockets.Writer), kind => ReadsStream(kind)),
            new("PipeStream.ReadByte", WritePipeStream, kind => ReadsPipeStream(kind)),
            new("Socket.ReceiveFrom", () => SendTo(_datagrams.LocalEndPoint!), kind => ReceivesDatagram(kind)),
            new("UdpClient.Receive", () => SendTo(_udp.Client.LocalEndPoint!), kind => ReceivesUdp(kind)),
            new("a twin of a pool", () => false, kind => Rents(kind), width: 4),
            new("a patch of a pool", () => false, kind => Borrows(kind), width: 4),
            new("DbDataSource.OpenConnection", () => false, kind => Opens(kind), width: 4),
        ];
    }

    public IReadOnlyList<Acquisition> All { get; }

    public int Size => 5;

    public int Free => _pool.Free;

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _listener.Dispose();
        _tcpListener.Dispose();
        _stream.Dispose();
        _datagrams.Dispose();
        _udp.Dispose();
        _pipeWriter.Dispose();
        _pipeReader.Dispose();
        foreach (var socket in new[] { _bytes, _segments, _streamSockets })
        {
            socket.Writer.Dispose();
            socket.Reader.Dispose();
        }
    }

    private static Socket Listening()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    private static Socket Bound()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static (Socket Writer, Socket Reader) Connected()
    {
        using var listener = Listening();
        var writer = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        writer.Connect(listener.LocalEndPoint!);
        return (writer, listener.Accept());
    }
}
