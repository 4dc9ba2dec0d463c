using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO.Pipes;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace CoroutineDsl.Tests.Patching;

/// <summary>
/// Each blocking call waits for what only another greenlet does. If it blocked the hub that would never happen: these tests hang where the patch does not work.
/// </summary>
[Patch]
public partial class PatchedCallsTests
{
    private const int Deadline = 60_000;

    private readonly List<string> _log = [];

    [Fact(Timeout = Deadline)]
    public Task Thread_Sleep() => Both(Sleeper(), Other(() => { }), "waits", "other", "goes on");

    [Fact(Timeout = Deadline)]
    public Task Task_Wait() => WithTask((task, _) => Waits(task));

    [Fact(Timeout = Deadline)]
    public Task Task_Result() => WithTask((task, _) => TakesResult(task));

    [Fact(Timeout = Deadline)]
    public Task Task_GetResult() => WithTask((task, _) => GetsResult(task));

    [Fact(Timeout = Deadline)]
    public Task Task_WaitAll_and_WaitAny() => WithTask((task, _) => WaitsForAll(task));

    [Fact(Timeout = Deadline)]
    public Task In_a_plain_method_the_call_is_cooperative_too() => WithTask((task, _) => CallsPlain(task));

    [Fact(Timeout = Deadline)]
    public Task In_lambdas_and_local_functions_of_a_coroutine_too() => WithTask((task, _) => CallsNested(task));

    [Fact(Timeout = Deadline)]
    public Task A_failed_task_fails_as_it_always_does() => WithTask((_, source) => Fails(source.Task), source => source.SetException(new InvalidOperationException("no")));

    [Fact(Timeout = Deadline)]
    public Task AutoResetEvent_WaitOne()
    {
        var signal = new AutoResetEvent(false);
        return Both(WaitsOne(signal), Other(() => signal.Set()), "waits", "other", "goes on");
    }

    [Fact(Timeout = Deadline)]
    public Task Slim_signals()
    {
        var (semaphore, reset, countdown) = (new SemaphoreSlim(0), new ManualResetEventSlim(), new CountdownEvent(1));
        return Both(WaitsSlim(semaphore, reset, countdown), Other(() =>
        {
            semaphore.Release();
            reset.Set();
            countdown.Signal();
        }), "waits", "other", "goes on");
    }

    [Fact(Timeout = Deadline)]
    public Task Barrier_SignalAndWait()
    {
        var barrier = new Barrier(2);
        return Both(Meets(barrier), MeetsToo(barrier), "waits", "goes on", "goes on");
    }

    [Fact(Timeout = Deadline)]
    public Task BlockingCollection_Take()
    {
        var items = new BlockingCollection<int>();
        return Both(Takes(items), Other(() =>
        {
            for (var i = 1; i <= 4; i++) items.Add(i);
            items.CompleteAdding();
        }), "waits", "other", "took 1, 2, 3 4", "goes on");
    }

    [Fact(Timeout = Deadline)]
    public Task Thread_Join()
    {
        var signal = new ManualResetEvent(false);
        var thread = new Thread(() => signal.WaitOne());
        thread.Start();
        return Both(Joins(thread), Other(() => signal.Set()), "waits", "other", "goes on");
    }

    [Fact(Timeout = Deadline)]
    public Task Sockets()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return Both(Serves(listener.Server), Connects(listener.LocalEndpoint), "waits", "connected", "got ping", "got pong", "goes on");
    }

    [Fact(Timeout = Deadline)]
    public Task Datagrams()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return Both(ReceivesFrom(socket), SendsTo(socket.LocalEndPoint!), "waits", "sent", "3 bytes, known True", "goes on");
    }

    [Fact(Timeout = Deadline)]
    public Task Streams_and_readers()
    {
        var server = new AnonymousPipeServerStream(PipeDirection.Out);
        var client = new AnonymousPipeClientStream(PipeDirection.In, server.ClientSafePipeHandle);
        return Both(ReadsLines(new StreamReader(client)), WritesLines(new StreamWriter(server)), "waits", "wrote", "read one", "read two", "goes on");
    }

    [Fact(Timeout = Deadline)]
    public Task Named_pipes()
    {
        var name = $"coroutinedsl-{Environment.ProcessId}-{Guid.NewGuid():N}";
        return Both(WaitsForConnection(name), ConnectsTo(name), "waits", "connected", "goes on");
    }

    [Fact(Timeout = Deadline)]
    public Task Process_WaitForExit()
    {
        var process = Process.Start(new ProcessStartInfo("cat") { RedirectStandardInput = true })!;
        return Both(WaitsForExit(process), Other(process.StandardInput.Close), "waits", "other", "goes on");
    }

    // on a thread of its own: one of the pool may still have the hub of another test
    [Fact(Timeout = Deadline)]
    public Task Off_the_hub_the_call_is_the_original() => Task.Factory.StartNew(() =>
    {
        var done = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            Thread.Sleep(1);
            Assert.False(Hub.IsRunningHere);
            done.SetResult();
        });
        thread.Start();
        done.Task.Wait();
        Assert.False(Hub.IsRunningHere);
    }, TaskCreationOptions.LongRunning);

    private Task WithTask(Func<Task<int>, TaskCompletionSource<int>, IEnumerator<Yield>> waits, Action<TaskCompletionSource<int>>? completes = null)
    {
        var source = new TaskCompletionSource<int>();
        completes ??= s => s.SetResult(7);
        return Both(waits(source.Task, source), Other(() => completes(source)), "waits", "other", "goes on");
    }

    // a hub of its own on a thread of its own, so that a hang costs this test and no other
    private Task Both(IEnumerator<Yield> first, IEnumerator<Yield> second, params string[] expected) => Task.Factory.StartNew(() =>
    {
        using var hub = new Hub(new HubOptions());
        Greenlet.JoinAll([Greenlet.Spawn(first), Greenlet.Spawn(second)], raiseError: true).Await();
        Assert.Equal(expected, _log);
    }, TaskCreationOptions.LongRunning);

    [Coroutine]
    private IEnumerator<Yield> Other(Action action)
    {
        _log.Add("other");
        action();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Sleeper()
    {
        _log.Add("waits");
        Thread.Sleep(20);
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Waits(Task task)
    {
        _log.Add("waits");
        task.Wait();
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> TakesResult(Task<int> task)
    {
        _log.Add("waits");
        Assert.Equal(7, task.Result);
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> GetsResult(Task<int> task)
    {
        _log.Add("waits");
        Assert.Equal(7, task.GetAwaiter().GetResult());
        Assert.Equal(7, task.ConfigureAwait(false).GetAwaiter().GetResult());
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsForAll(Task<int> task)
    {
        _log.Add("waits");
        Task.WaitAll(task, Task.CompletedTask);
        Assert.Equal(1, Task.WaitAny(new TaskCompletionSource().Task, task));
        Assert.Equal(-1, Task.WaitAny([new TaskCompletionSource().Task], 1));
        Assert.True(task.Wait(1000));
        Assert.False(new TaskCompletionSource().Task.Wait(1));
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CallsPlain(Task<int> task)
    {
        _log.Add("waits");
        Plain(task);
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CallsNested(Task<int> task)
    {
        _log.Add("waits");
        Action lambda = () => task.Wait();
        lambda();
        Assert.Equal(7, Local());
        var thread = new Thread(() => Thread.Sleep(1));
        thread.Start();
        thread.Join();
        _log.Add("goes on");
        yield break;

        int Local()
        {
            task.Wait(1000);
            return task.GetAwaiter().GetResult();
        }
    }

    private static void Plain(Task<int> task)
    {
        task.Wait();
        task.GetAwaiter().GetResult();
        Thread.Sleep(1);
    }

    [Coroutine]
    private IEnumerator<Yield> Fails(Task<int> task)
    {
        _log.Add("waits");
        try
        {
            task.Wait();
        }
        catch (AggregateException failure) when (failure.InnerException is InvalidOperationException)
        {
            try
            {
                Console.WriteLine(task.Result);
            }
            catch (AggregateException)
            {
                _log.Add("goes on");
            }
        }
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsOne(WaitHandle signal)
    {
        _log.Add("waits");
        Assert.True(signal.WaitOne());
        Assert.False(signal.WaitOne(1));
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsSlim(SemaphoreSlim semaphore, ManualResetEventSlim reset, CountdownEvent countdown)
    {
        _log.Add("waits");
        reset.Wait();
        semaphore.Wait();
        countdown.Wait();
        Assert.False(semaphore.Wait(1));
        Assert.True(reset.Wait(1));
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Meets(Barrier barrier)
    {
        _log.Add("waits");
        barrier.SignalAndWait();
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> MeetsToo(Barrier barrier)
    {
        barrier.SignalAndWait();
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Takes(BlockingCollection<int> items)
    {
        _log.Add("waits");
        var first = items.Take();
        Assert.True(items.TryTake(out var second, 1000));
        var rest = new List<int>();
        foreach (var item in items.GetConsumingEnumerable()) rest.Add(item);
        _log.Add($"took {first}, {second}, {string.Join(" ", rest)}");
        Assert.False(items.TryTake(out _, 1));
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Joins(Thread thread)
    {
        _log.Add("waits");
        thread.Join();
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Serves(Socket listener)
    {
        _log.Add("waits");
        using var connection = listener.Accept();
        var buffer = new byte[16];
        var n = connection.Receive(buffer);
        _log.Add($"got {System.Text.Encoding.ASCII.GetString(buffer, 0, n)}");
        connection.Send("pong"u8.ToArray());
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Connects(EndPoint server)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(server);
        _log.Add("connected");
        socket.Send("ping"u8.ToArray());
        var buffer = new byte[16];
        var n = socket.Receive(buffer, 0, 16, SocketFlags.None);
        _log.Add($"got {System.Text.Encoding.ASCII.GetString(buffer, 0, n)}");
        Assert.Equal(0, socket.Receive(buffer.AsSpan()));
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ReceivesFrom(Socket socket)
    {
        _log.Add("waits");
        EndPoint remote = new IPEndPoint(IPAddress.Any, 0);
        var n = socket.ReceiveFrom(new byte[16], ref remote);
        _log.Add($"{n} bytes, known {((IPEndPoint)remote).Port != 0}");
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> SendsTo(EndPoint receiver)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        _log.Add("sent");
        socket.SendTo(new byte[3], receiver);
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ReadsLines(StreamReader reader)
    {
        _log.Add("waits");
        while (reader.ReadLine() is { } line) _log.Add($"read {line}");
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WritesLines(StreamWriter writer)
    {
        _log.Add("wrote");
        writer.WriteLine("one");
        writer.WriteLine("two");
        writer.Flush();
        writer.Close();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsForConnection(string name)
    {
        using var server = new NamedPipeServerStream(name);
        _log.Add("waits");
        server.WaitForConnection();
        _log.Add("goes on");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> ConnectsTo(string name)
    {
        using var client = new NamedPipeClientStream(name);
        _log.Add("connected");
        client.Connect();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WaitsForExit(Process process)
    {
        _log.Add("waits");
        process.WaitForExit();
        Assert.True(process.WaitForExit(1000));
        _log.Add("goes on");
        yield break;
    }

    [Theory(Timeout = Deadline), InlineData(true), InlineData(false)]
    public Task The_timeout_of_a_stream_holds(bool isPlain) => Both(isPlain ? TimesOutPlainly() : TimesOut(), Other(() => { }), "waits", "other", "TimedOut");

    [Fact(Timeout = Deadline)]
    public Task A_stream_without_asynchronous_members_is_called_as_it_is_written()
    {
        var queue = new TaskCompletionSource<int>();
        return Both(ReadsOwn(new OwnStream(queue.Task)), Other(() => queue.SetResult(7)), "waits", "on the hub True", "other", "got 7");
    }

    [Fact(Timeout = Deadline)]
    public Task What_is_in_memory_stays_synchronous() => Both(WritesToMemory(), Other(() => { }), "1 5 2.5 True", "other");

    [Theory(Timeout = Deadline), InlineData(true), InlineData(false)]
    public async Task A_binary_reader_over_a_network_waits(bool isPlain)
    {
        var (listener, stream) = Silent();
        using (listener)
        using (stream)
        {
            using var peer = await listener.AcceptTcpClientAsync();
            await Both(ReadsBinary(stream, isPlain), Other(() => peer.GetStream().WriteByte(1)), "waits", "other", "got 1");
        }
    }

    [Coroutine]
    private IEnumerator<Yield> ReadsBinary(Stream stream, bool isPlain)
    {
        using var reader = new BinaryReader(stream);
        _log.Add("waits");
        _log.Add($"got {(isPlain ? ReadPlainly(reader) : reader.ReadByte())}");
        yield break;
    }

    private static byte ReadPlainly(BinaryReader reader) => reader.ReadByte();

    private static (TcpListener Listener, NetworkStream Stream) Silent()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new TcpClient();
        client.Connect((IPEndPoint)listener.LocalEndpoint);
        return (listener, client.GetStream());
    }

    [Coroutine]
    private IEnumerator<Yield> TimesOut()
    {
        _log.Add("waits");
        var (listener, stream) = Silent();
        using (listener)
        using (stream)
        {
            stream.ReadTimeout = 300;
            try
            {
                _log.Add($"read {stream.Read(new byte[10], 0, 10)}");
            }
            catch (IOException e)
            {
                _log.Add($"{(e.InnerException as SocketException)?.SocketErrorCode}");
            }
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> TimesOutPlainly()
    {
        _log.Add("waits");
        var (listener, stream) = Silent();
        using (listener)
        using (stream) ReadPlainly(stream);
        yield break;
    }

    private void ReadPlainly(NetworkStream stream)
    {
        stream.ReadTimeout = 300;
        _log.Add($"{(Assert.Throws<IOException>(() => stream.ReadByte()).InnerException as SocketException)?.SocketErrorCode}");
    }

    [Coroutine]
    private IEnumerator<Yield> ReadsOwn(OwnStream stream)
    {
        _log.Add("waits");
        var buffer = new byte[1];
        stream.Reading = () => _log.Add($"on the hub {Hub.IsRunningHere}");
        Stream any = stream;
        Assert.Equal(1, any.Read(buffer, 0, 1));
        _log.Add($"got {buffer[0]}");
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WritesToMemory()
    {
        Stream stream = new MemoryStream([1]);
        TextWriter writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        var first = stream.ReadByte();
        writer.Write(5);
        writer.Write(' ');
        writer.Write(2.5);
        writer.Write(' ');
        writer.Write((object)true);
        _log.Add($"{first} {writer}");
        yield break;
    }

    /// <summary>As a user writes one: it waits in the synchronous member.</summary>
    private sealed class OwnStream(Task<int> next) : Stream
    {
        public Action Reading { get; set; } = () => { };

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Reading();
            buffer[offset] = (byte)next.Await();
            return 1;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
