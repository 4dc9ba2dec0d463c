using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Patching;
using Xunit;

namespace CoroutineDsl.Tests.Patching;

/// <summary>A socket's timeouts hold for its datagrams, and one that is set not to block does not.</summary>
public sealed class DatagramTimeoutTests : HubTest, IDisposable
{
    private static readonly Dictionary<string, Func<Socket, EndPoint, Suspension<int>>> s_sends = new()
    {
        ["Send"] = (s, _) => s.CoSend(new byte[1]),
        ["SendTo"] = (s, to) => s.CoSendTo(new byte[1], to),
        ["SendTo(flags)"] = (s, to) => s.CoSendTo(new byte[1], SocketFlags.None, to),
        ["SendTo(size)"] = (s, to) => s.CoSendTo(new byte[1], 1, SocketFlags.None, to),
        ["SendTo(offset)"] = (s, to) => s.CoSendTo(new byte[1], 0, 1, SocketFlags.None, to),
        ["SendTo(Span)"] = (s, to) => s.CoSendTo(new byte[1].AsMemory(), to),
        ["SendTo(SocketAddress)"] = (s, to) => s.CoSendTo(new byte[1].AsMemory(), SocketFlags.None, to.Serialize()),
        ["UdpClient.Send"] = (s, _) => new UdpClient { Client = s }.CoSend(new byte[1], 1),
        ["UdpClient.Send(null)"] = (s, _) => new UdpClient { Client = s }.CoSend(new byte[1], 1, null),
        ["UdpClient.Send(Span)"] = (s, _) => new UdpClient { Client = s }.CoSend(new byte[1].AsMemory()),
        ["UdpClient.Send(Span, null)"] = (s, _) => new UdpClient { Client = s }.CoSend(new byte[1].AsMemory(), null),
    };

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"coro{Guid.NewGuid():N}");

    public static TheoryData<string> Sends => [.. s_sends.Keys];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Sends))]
    public void A_send_that_finds_no_room_times_out(string kind)
    {
        if (OperatingSystem.IsWindows()) return; // no datagrams there that wait for room
        var endPoint = new UnixDomainSocketEndPoint(_path);
        using var receiver = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        receiver.Bind(endPoint);
        using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        if (!kind.StartsWith("SendTo", StringComparison.Ordinal)) sender.Connect(endPoint);
        using var hub = Start();
        Fill(sender, endPoint);
        sender.Blocking = true;
        sender.SendTimeout = 1000;
        var began = Now;
        var failure = Assert.Throws<SocketException>(() => s_sends[kind](sender, endPoint).Await());
        Assert.Equal(SocketError.TimedOut, failure.SocketErrorCode);
        Assert.InRange(Now - began, 1, 1 + hub.Options.AbandonGrace.TotalSeconds); // the call has that long to stop
    }

    private static void Fill(Socket sender, EndPoint endPoint)
    {
        try
        {
            while (true) sender.SendTo(new byte[1], endPoint);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.WouldBlock)
        {
            // the receiver's queue is full
        }

        Assert.Equal(SocketError.WouldBlock, Assert.Throws<SocketException>(() => sender.CoSendTo(new byte[1], endPoint).Await()).SocketErrorCode);
    }

    [Fact]
    public void A_receive_that_is_not_to_block_does_not()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var hub = Start();
        var any = new IPEndPoint(IPAddress.Any, 0);
        Assert.Equal(SocketError.WouldBlock, Assert.Throws<SocketException>(() => socket.CoReceiveFrom(new byte[1], any).Await()).SocketErrorCode);
        Assert.Equal(SocketError.WouldBlock, Assert.Throws<SocketException>(() => socket.CoReceiveFrom(new byte[1].AsMemory(), SocketFlags.None, any.Serialize()).Await()).SocketErrorCode);
    }

    [Fact]
    public void A_client_that_was_disposed_of_says_so()
    {
        var client = new UdpClient();
        client.Dispose();
        using var hub = Start();
        Assert.Throws<ObjectDisposedException>(() => client.CoSend(new byte[1], 1).Await());
        Assert.Throws<ObjectDisposedException>(() => client.CoReceive(null).Await());
    }
}
