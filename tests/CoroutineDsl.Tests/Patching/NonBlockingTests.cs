using System.Net;
using System.Net.Sockets;
using CoroutineDsl.Patching;
using Xunit;

namespace CoroutineDsl.Tests.Patching;

/// <summary>A socket that is set not to block does not, as in .NET: the call has its error at once.</summary>
public sealed class NonBlockingTests : HubTest, IDisposable
{
    private static readonly Dictionary<string, Func<Socket, IPEndPoint, Suspension>> s_connects = new()
    {
        ["EndPoint"] = (s, to) => s.CoConnect(to),
        ["Address"] = (s, to) => s.CoConnect(to.Address, to.Port),
        ["Addresses"] = (s, to) => s.CoConnect([to.Address], to.Port),
        ["Host"] = (s, to) => s.CoConnect("localhost", to.Port),
        ["TcpClient EndPoint"] = (s, to) => new TcpClient { Client = s }.CoConnect(to),
        ["TcpClient Address"] = (s, to) => new TcpClient { Client = s }.CoConnect(to.Address, to.Port),
        ["TcpClient Addresses"] = (s, to) => new TcpClient { Client = s }.CoConnect([to.Address], to.Port),
        ["TcpClient Host"] = (s, to) => new TcpClient { Client = s }.CoConnect("localhost", to.Port),
    };

    private static readonly Dictionary<string, Func<Socket, Suspension<int>>> s_sends = new()
    {
        ["Send"] = s => new Client(s).CoSend(new byte[1], 1),
        ["Send(null)"] = s => new Client(s).CoSend(new byte[1], 1, null),
        ["Send(Span)"] = s => new Client(s).CoSend(new byte[1].AsMemory()),
        ["Send(Span, null)"] = s => new Client(s).CoSend(new byte[1].AsMemory(), null),
    };

    private static readonly Dictionary<string, Func<Socket, Suspension<Returned<int, SocketError>>>> s_orErrors = new()
    {
        ["Receive"] = s => s.CoReceiveOrError(new byte[1], 0, 1, SocketFlags.None),
        ["Receive(Span)"] = s => s.CoReceiveOrError(new byte[1].AsMemory(), SocketFlags.None),
        ["Receive(List)"] = s => s.CoReceiveOrError([new ArraySegment<byte>(new byte[1])], SocketFlags.None),
        ["Send"] = s => s.CoSendOrError(new byte[1], 0, 1, SocketFlags.None),
        ["Send(Span)"] = s => s.CoSendOrError(new byte[1].AsMemory(), SocketFlags.None),
        ["Send(List)"] = s => s.CoSendOrError([new ArraySegment<byte>(new byte[1])], SocketFlags.None),
    };

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"coro{Guid.NewGuid():N}");

    public static TheoryData<string> Connects => [.. s_connects.Keys];

    public static TheoryData<string> Sends => [.. s_sends.Keys];

    public static TheoryData<string> OrErrors => [.. s_orErrors.Keys];

    public void Dispose() => File.Delete(_path);

    [Theory]
    [MemberData(nameof(Connects))]
    public void A_connect_does_not(string kind)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
        using var hub = Start();
        Assert.Equal(SocketError.WouldBlock, ErrorOf(() => s_connects[kind](socket, (IPEndPoint)listener.LocalEndPoint!).Await()));
    }

    [Theory]
    [MemberData(nameof(Sends))]
    public void A_client_that_finds_no_room_does_not(string kind)
    {
        if (OperatingSystem.IsWindows()) return; // no datagrams there that wait for room
        using var receiver = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        receiver.Bind(new UnixDomainSocketEndPoint(_path));
        using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
        sender.Connect(new UnixDomainSocketEndPoint(_path));
        Fill(sender);
        using var hub = Start();
        sender.SendTimeout = 1000; // else it would wait for ever
        Assert.Equal(SocketError.WouldBlock, ErrorOf(() => s_sends[kind](sender).Await()));
    }

    [Theory]
    [MemberData(nameof(OrErrors))]
    public void What_gives_its_error_does_not(string kind)
    {
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified); // whose room does not grow, as TCP's does
        listener.Bind(new UnixDomainSocketEndPoint(_path));
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(listener.LocalEndPoint!);
        client.Blocking = false;
        client.SendTimeout = client.ReceiveTimeout = 1000;
        if (kind.StartsWith("Send", StringComparison.Ordinal)) Fill(client);
        using var hub = Start();
        Assert.Equal(0, s_orErrors[kind](client).Await().Out(out var error));
        Assert.Equal(SocketError.WouldBlock, error);
    }

    [Fact]
    public void A_client_that_receives_does_not()
    {
        using var client = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0)) { Client = { Blocking = false, ReceiveTimeout = 1000 } };
        using var hub = Start();
        Assert.Equal(SocketError.WouldBlock, ErrorOf(() => client.CoReceive(null).Await()));
        client.CoSend(new byte[1], 1, "localhost", ((IPEndPoint)client.Client.LocalEndPoint!).Port).Await();
        Assert.Single(client.CoReceive(null).Await().Out(out var from));
        Assert.Equal(client.Client.LocalEndPoint, from);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_listener_does_not(bool isSocket)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0) { Server = { Blocking = false } };
        listener.Start();
        using var hub = Start();
        Assert.Equal(SocketError.WouldBlock, ErrorOf(() =>
        {
            using var timeout = CoTimeout.Start(Seconds(1));
            if (isSocket) listener.CoAcceptSocket().Await();
            else listener.CoAcceptTcpClient().Await();
        }));
    }

    private static SocketError ErrorOf(Action call) => Assert.ThrowsAny<SocketException>(call).SocketErrorCode;

    private static void Fill(Socket socket)
    {
        var bytes = new byte[socket.SocketType == SocketType.Dgram ? 1 : 65_536];
        SocketError error;
        do socket.Send(bytes, 0, bytes.Length, SocketFlags.None, out error);
        while (error == SocketError.Success);
        Assert.Equal(SocketError.WouldBlock, error);
    }

    private sealed class Client : UdpClient
    {
        public Client(Socket socket)
        {
            Client = socket;
            Active = true; // it is connected
        }
    }
}
