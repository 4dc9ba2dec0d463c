using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>A request allocates the coroutine of its handler, and nothing else.</summary>
public partial class HttpAllocationTests : HttpTest
{
    private const int MachineSize = 64; // a frame with one parameter
    private const int RoundCount = 2000;

    [Fact]
    public void A_request_allocates_the_coroutine_of_its_handler()
    {
        if (!OperatingSystem.IsLinux()) return;
        ServeOnHub(exchange => Handlers.Hello(exchange), server => Ask(server));
    }

    [Coroutine]
    private static IEnumerator<Yield> Ask(HttpServer server)
    {
        using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
        var allocated = Allocations.Least(() => Rounds(socket)).Await();
        Assert.InRange(allocated / (double)RoundCount, 0, MachineSize + 8); // and a date a second
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Rounds(CoSocket socket)
    {
        var request = "GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: test\r\n\r\n"u8.ToArray();
        var buffer = new byte[1000];
        for (var i = 0; i < RoundCount; i++)
        {
            socket.SendAll(request).Await();
            Assert.True(socket.Receive(buffer).Await() > 0);
        }

        yield break;
    }
}
