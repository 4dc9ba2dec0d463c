using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>A request allocates the coroutine of its handler, and nothing else.</summary>
public partial class HttpAllocationTests : HttpTest
{
    private const int MachineSize = 64; // a frame with one parameter

    [Fact]
    public void A_request_allocates_the_coroutine_of_its_handler()
    {
        if (!OperatingSystem.IsLinux()) return;
        ServeOnHub(exchange => Handlers.Hello(exchange), server => Ask(server));
    }

    [Coroutine]
    private static IEnumerator<Yield> Ask(HttpServer server)
    {
        const int rounds = 2000;
        using var socket = CoSocket.Connect(server.LocalEndPoint!).Await();
        var request = "GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: test\r\n\r\n"u8.ToArray();
        var buffer = new byte[1000];
        var before = 0L;
        for (var i = -200; i < rounds; i++)
        {
            if (i == 0) before = GC.GetAllocatedBytesForCurrentThread();
            socket.SendAll(request).Await();
            Assert.True(socket.Receive(buffer).Await() > 0);
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)rounds;
        Assert.InRange(each, 0, MachineSize + 8); // and a date a second
        yield break;
    }
}
