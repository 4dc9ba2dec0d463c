using System.Net;
using System.Net.Sockets;
using Xunit;

namespace CoroutineDsl.Tests.Patching;

/// <summary>A patched call fails as the blocking one does.</summary>
[Patch]
public partial class PatchedErrorsTests
{
    private const int Deadline = 60_000;

    [Theory(Timeout = Deadline), InlineData(true), InlineData(false)]
    public Task Too_long_a_sleep(bool isPlain) => OnHub(() => Sleeps(isPlain));

    [Theory(Timeout = Deadline), InlineData(true), InlineData(false)]
    public Task A_socket_that_is_closed_under_its_receive(bool isPlain) => OnHub(() => Receives(isPlain));

    [Theory(Timeout = Deadline), InlineData(true), InlineData(false)]
    public Task A_socket_that_is_closed_under_its_accept(bool isPlain) => OnHub(() => Accepts(isPlain));

    private static Task OnHub(Func<IEnumerator<Yield>> body) => Task.Factory.StartNew(() =>
    {
        using var hub = new Hub(new HubOptions());
        Greenlet.Spawn(body()).Get().Await();
    }, TaskCreationOptions.LongRunning);

    [Coroutine]
    private static IEnumerator<Yield> Sleeps(bool isPlain)
    {
        var isThrown = false;
        try
        {
            if (isPlain) SleepPlainly();
            else Thread.Sleep(TimeSpan.FromDays(60));
        }
        catch (ArgumentOutOfRangeException)
        {
            isThrown = true;
        }

        Assert.True(isThrown);
        yield break;
    }

    private static void SleepPlainly() => Thread.Sleep(TimeSpan.FromDays(60));

    [Coroutine]
    private static IEnumerator<Yield> Receives(bool isPlain)
    {
        using var listener = Listening();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(listener.LocalEndPoint!);
        using var connection = listener.Accept();
        Greenlet.Spawn(Close(connection));
        var error = SocketError.Success;
        try
        {
            if (isPlain) ReceivePlainly(connection);
            else connection.Receive(new byte[1]);
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
        }

        Assert.Equal(SocketError.ConnectionAborted, error);
        yield break;
    }

    private static void ReceivePlainly(Socket socket) => socket.Receive(new byte[1]);

    [Coroutine]
    private static IEnumerator<Yield> Accepts(bool isPlain)
    {
        using var listener = Listening();
        Greenlet.Spawn(Close(listener));
        var error = SocketError.Success;
        try
        {
            if (isPlain) AcceptPlainly(listener);
            else listener.Accept();
        }
        catch (SocketException e)
        {
            error = e.SocketErrorCode;
        }

        Assert.Equal(SocketError.Interrupted, error);
        yield break;
    }

    private static void AcceptPlainly(Socket socket) => socket.Accept();

    private static Socket Listening()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        return listener;
    }

    [Coroutine]
    private static IEnumerator<Yield> Close(Socket socket)
    {
        yield return Greenlet.Sleep(20);
        socket.Close();
    }
}
