using CoroutineDsl.Http;
using Xunit;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>Suspensions are cold here too: one that nobody waits for has done nothing.</summary>
public partial class ColdTests : HttpTest
{
    [Fact]
    public void A_wait_that_is_dropped_has_read_and_written_nothing()
    {
        var answer = Exchange(exchange => DropAll(exchange), "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody");
        Assert.EndsWith("Content-Length: 8\r\nConnection: close\r\n\r\nall body", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kept_wait_does_its_work_when_it_is_waited_for()
    {
        var answer = Exchange(exchange => KeepAll(exchange), "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody");
        Assert.EndsWith("\r\n\r\n6\r\none|bo\r\n4\r\n|two\r\n0\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Coroutine]
    private static IEnumerator<Yield> DropAll(HttpExchange exchange)
    {
        var (request, response) = (exchange.Request, exchange.Response);
        object[] dropped =
        [
            response.Write("x"u8.ToArray()), response.WriteText("x"), response.Flush(), response.SendFile("/nowhere"), request.Body.Read(new byte[10]), request.Body.ReadAll(maxSize: 1), request.Body.ReadText(maxSize: 1),
            request.Body.CopyTo(Stream.Null), exchange.WaitForClientGone(),
        ];
        Assert.Equal(9, dropped.Length);
        Assert.False(response.HasStarted);
        response.WriteText($"all {request.Body.ReadText().Await()}").Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> KeepAll(HttpExchange exchange)
    {
        var (request, response) = (exchange.Request, exchange.Response);
        var buffer = new byte[2];
        var (write, read, second, flush) = (response.WriteText("one"), request.Body.Read(buffer), response.Write("|two"u8.ToArray()), response.Flush());
        write.Await();
        Assert.Equal(2, read.Await());
        response.WriteText("|" + System.Text.Encoding.ASCII.GetString(buffer)).Await();
        flush.Await();
        second.Await();
        yield break;
    }
}
