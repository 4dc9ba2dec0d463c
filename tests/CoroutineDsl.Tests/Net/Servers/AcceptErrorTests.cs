using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Net;
using Microsoft.Win32.SafeHandles;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Net.Sockets.Coroutines;

namespace CoroutineDsl.Tests.Net.Servers;

/// <summary>What the system says when a process has too many descriptors, on a clock that jumps.</summary>
public class AcceptErrorTests
{
    [Fact]
    public void Accepting_pauses_longer_and_longer_and_recovers()
    {
        var time = new VirtualTime();
        using var hub = new Hub(new HubOptions { TimeProvider = time });
        var reports = new List<Exception>();
        hub.UnhandledException = (_, e) => reports.Add(e);
        var errors = new Queue<SocketError>(Enumerable.Repeat(SocketError.TooManyOpenSockets, 9));
        var tries = new List<TimeSpan>();
        var start = time.GetTimestamp();
        using var real = CoSocket.Listen(Loopback);
        var server = Serve(hub, real, () =>
        {
            tries.Add(time.GetElapsedTime(start));
            return Next(errors);
        });

        using var client = CoSocket.Connect(real.LocalEndPoint!).Await();
        IsEchoed(client, "x"u8.ToArray()).Await();

        var pauses = tries.Take(10).Zip(tries.Skip(1).Take(9), (a, b) => Math.Round((b - a).TotalMilliseconds)).ToArray();
        Assert.Equal([10, 20, 40, 80, 160, 320, 640, 1000, 1000], pauses);
        Assert.Equal(9, reports.Count);
        Assert.All(reports, e => Assert.Equal(SocketError.TooManyOpenSockets, Assert.IsType<SocketException>(e).SocketErrorCode));

        // after a success the pauses begin anew
        tries.Clear();
        errors.Enqueue(SocketError.TooManyOpenSockets);
        using var second = CoSocket.Connect(real.LocalEndPoint!).Await();
        IsEchoed(second, "y"u8.ToArray()).Await();
        Assert.Equal(10, Math.Round((tries[1] - tries[0]).TotalMilliseconds));
        client.Close();
        second.Close();
        server.Stop().Await();
    }

    [Fact]
    public void Connections_that_are_gone_before_are_no_error_and_hold_up_nobody()
    {
        var time = new VirtualTime();
        using var hub = new Hub(new HubOptions { TimeProvider = time });
        var reports = new List<Exception>();
        hub.UnhandledException = (_, e) => reports.Add(e);
        var errors = new Queue<SocketError>([SocketError.ConnectionReset, SocketError.ConnectionAborted, SocketError.HostUnreachable, SocketError.NetworkDown, SocketError.ProtocolOption, SocketError.TimedOut]);
        using var real = CoSocket.Listen(Loopback);
        var server = Serve(hub, real, () => Next(errors));
        using var client = CoSocket.Connect(real.LocalEndPoint!).Await();
        IsEchoed(client, "x"u8.ToArray()).Await();
        Assert.Empty(errors);
        Assert.Empty(reports);
        Assert.Equal(TimeSpan.Zero, time.Elapsed);
        client.Close();
        server.Stop().Await();
    }

    [Fact]
    public void A_report_that_fails_does_not_stop_the_server()
    {
        using var hub = new Hub(new HubOptions { TimeProvider = new VirtualTime() });
        hub.UnhandledException = (_, _) => throw new IOException("no descriptor for the log either");
        var errors = new Queue<SocketError>([SocketError.TooManyOpenSockets]);
        using var real = CoSocket.Listen(Loopback);
        var server = Serve(hub, real, () => Next(errors));
        using var client = CoSocket.Connect(real.LocalEndPoint!).Await();
        IsEchoed(client, "x"u8.ToArray()).Await();
        Assert.Empty(errors);
        client.Close();
        server.Stop().Await();
    }

    [Fact]
    public void A_listener_that_is_none_stops_the_server()
    {
        using var hub = new Hub(new HubOptions());
        var reports = new List<Exception>();
        hub.UnhandledException = (_, e) => reports.Add(e);
        using var real = CoSocket.Listen(Loopback);
        var server = new StreamServer(new CoSocket(new FailingListener(real.Raw, () => SocketError.NotSocket), hub), conn => Coroutine.FromIterator(Echo(conn)));
        var serving = Spawn(StreamServerStopTests.Serve(server));
        using var client = CoSocket.Connect(real.LocalEndPoint!).Await();
        serving.Join(OnHub.Patience).Await();
        Assert.True(server.IsStopped);
        Assert.Equal(SocketError.NotSocket, Assert.IsType<SocketException>(Assert.Single(reports)).SocketErrorCode);
    }

    /// <summary>An echo server whose listener fails as it is told.</summary>
    private static StreamServer Serve(Hub hub, CoSocket real, Func<SocketError> next)
    {
        var server = new StreamServer(new CoSocket(new FailingListener(real.Raw, next), hub), conn => Coroutine.FromIterator(Echo(conn)));
        server.Start();
        return server;
    }

    private static SocketError Next(Queue<SocketError> errors) => errors.TryDequeue(out var error) ? error : SocketError.Success;

    private sealed class FailingListener(RawSocket real, Func<SocketError> next) : RawSocket
    {
        public override nint Descriptor => real.Descriptor;

        public override Socket Socket => real.Socket;

        public override AddressFamily Family => real.Family;

        public override bool IsByteStream => real.IsByteStream;

        public override EndPoint? LocalEndPoint => real.LocalEndPoint;

        public override EndPoint? RemoteEndPoint => null;

        public override RawSocket? Accept(out SocketError error)
        {
            if (!real.IsReady(SelectorEvents.Read))
            {
                error = SocketError.WouldBlock;
                return null;
            }

            error = next();
            return error == SocketError.Success ? real.Accept(out error) : null;
        }

        public override bool IsReady(SelectorEvents direction) => real.IsReady(direction);

        public override void Close()
        {
        }

        public override void Bind(EndPoint endPoint) => throw new NotSupportedException();

        public override void Listen(int backlog) => throw new NotSupportedException();

        public override SocketError Connect(EndPoint endPoint) => throw new NotSupportedException();

        public override SocketError ConnectResult() => throw new NotSupportedException();

        public override int Receive(Span<byte> buffer, out SocketError error) => throw new NotSupportedException();

        public override int Send(ReadOnlySpan<byte> buffer, out SocketError error) => throw new NotSupportedException();

        public override int Send(IReadOnlyList<ReadOnlyMemory<byte>> buffers, int first, int offset, out SocketError error) => throw new NotSupportedException();

        public override int SendFile(SafeFileHandle file, long offset, long count, out SocketError error) => throw new NotSupportedException();

        public override int ReceiveFrom(Span<byte> buffer, out EndPoint? from, out bool isTruncated, out SocketError error) => throw new NotSupportedException();

        public override int SendTo(ReadOnlySpan<byte> buffer, EndPoint to, out SocketError error) => throw new NotSupportedException();

        public override SocketError SetNoDelay(bool value) => throw new NotSupportedException();

        public override SocketError Shutdown(SocketShutdown how) => throw new NotSupportedException();
    }
}
