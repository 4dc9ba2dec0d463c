using System.Net;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using CoroutineDsl.Tests.Net.Selectors;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>A server on a hub of its own, and a client on another thread that talks to it.</summary>
public abstract partial class HttpTest
{
    /// <summary>What was reported to the hub.</summary>
    protected List<Exception> Reported { get; } = [];

    /// <summary>Serves while a client runs, then stops: the server has to be without connections soon. What is reported and not expected fails the test.</summary>
    protected T Serve<T>(Func<HttpExchange, IEnumerator<Yield>> handler, Func<IPEndPoint, Task<T>> client, HttpServerOptions? options = null, bool mayFail = false, string selector = "default", TimeProvider? time = null)
    {
        var hubOptions = time is null ? new HubOptions() : new HubOptions { TimeProvider = time };
        using var hub = new Hub(selector == "default" ? hubOptions : hubOptions with { Selector = () => EverySelector.Make(selector) });
        hub.UnhandledException = (_, exception) => Reported.Add(exception);
        var test = Greenlet.Spawn(Run(handler, client, options ?? new()), "test");
        test.Join(OnHub.Patience * (time is null ? 1 : 1000)).Await();
        Assert.True(test.IsReady, hub.Dump());
        var result = test.Get().Await();
        if (!mayFail) Assert.Empty(Reported);
        return result;
    }

    /// <summary>As <see cref="Serve"/>, with a client that sends bytes as they are, ends its sending if told to, and reads to the end.</summary>
    protected string Exchange(Func<HttpExchange, IEnumerator<Yield>> handler, string request, bool end = true, HttpServerOptions? options = null, bool mayFail = false) =>
        Serve(handler, endPoint => Peer.Talk(endPoint, peer => Exchange(peer, request, end)), options, mayFail);

    /// <summary>A server, and a client in a greenlet of the same hub: what they do takes the time of the clock given.</summary>
    protected void ServeOnHub(Func<HttpExchange, IEnumerator<Yield>> handler, Func<HttpServer, IEnumerator<Yield>> client, HttpServerOptions? options = null, TimeProvider? time = null, bool mayFail = false)
    {
        using var hub = new Hub(time is null ? new HubOptions() : new HubOptions { TimeProvider = time });
        hub.UnhandledException = (_, exception) => Reported.Add(exception);
        var server = new HttpServer(new IPEndPoint(IPAddress.Loopback, 0), handler, options);
        server.Start();
        var test = Greenlet.Spawn(client(server), "test");
        test.Join(TimeSpan.FromDays(1)).Await();
        Assert.True(test.IsReady, hub.Dump());
        test.Get().Await();
        server.Stop(OnHub.Patience).Await();
        Assert.Equal(0, server.ConnectionCount);
        if (!mayFail) Assert.Empty(Reported);
    }

    /// <summary>All that comes until the end, as text.</summary>
    [Coroutine]
    internal static IEnumerator<Yield<string>> ReadToEnd(CoSocket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            var count = socket.Receive(buffer).Await();
            if (count == 0) break;
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        yield return text.ToString();
    }

    [Coroutine]
    internal static IEnumerator<Yield> Stop(HttpServer server)
    {
        server.Stop(OnHub.Patience).Await();
        yield break;
    }

    internal static string Exchange(Peer peer, string request, bool end)
    {
        peer.SendAll(Encoding.Latin1.GetBytes(request));
        if (end) peer.Socket.Shutdown(SocketShutdown.Send);
        return Encoding.Latin1.GetString(peer.ReceiveToEnd());
    }

    /// <summary>The answer without what differs from one moment to the next.</summary>
    protected static string Undated(string answer) => DateLine().Replace(answer, "");

    [Coroutine]
    private static IEnumerator<Yield<T>> Run<T>(Func<HttpExchange, IEnumerator<Yield>> handler, Func<IPEndPoint, Task<T>> client, HttpServerOptions options)
    {
        using var server = new HttpServer(new IPEndPoint(IPAddress.Loopback, 0), handler, options);
        server.Start();
        var result = client((IPEndPoint)server.LocalEndPoint!).Bounded().Await();
        server.Stop(OnHub.Patience).Await();
        Assert.Equal(0, server.ConnectionCount);
        yield return result;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"Server: CoroutineDsl\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n")]
    private static partial System.Text.RegularExpressions.Regex DateLine();
}
