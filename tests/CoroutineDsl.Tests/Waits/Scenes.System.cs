using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Waits;

internal static partial class Scenes
{
    private const string Post = "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\n";
    private const string Upgrade = "GET / HTTP/1.1\r\nHost: here\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";

    private static IEnumerable<Func<Scene>> OfTheSystem()
    {
        yield return () =>
        {
            var path = Path.GetTempFileName();
            var file = CoFile.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Await();
            return new Scene("a file", file, () => File.ReadAllText(path)) { RunsSomething = true }.Owning(file, new Deleted(path));
        };
        yield return () =>
        {
            var path = Path.GetTempFileName();
            return new Scene("a file by its path", typeof(CoFile), null, () => File.ReadAllText(path)) { RunsSomething = true }.With(() => path).Owning(new Deleted(path));
        };
        yield return () => new Scene("the console", typeof(CoConsole), null, () => "") { RunsSomething = true };
        yield return () =>
        {
            var process = CoProcess.Start("sleep", "1000");
            return new Scene("a process", process, () => $"{process} {process.HasExited}").Owning(new Ended(process), process);
        };
        yield return () =>
        {
            var path = Path.GetTempFileName();
            return new Scene("a program", typeof(CoProcess), null, () => $"{File.Exists(path)}") { RunsSomething = true }.With(() => "rm").With<IEnumerable<string>>(() => [path])
                .With(() => new System.Diagnostics.ProcessStartInfo("rm", [path])).Owning(new Deleted(path));
        };
        yield return () =>
        {
            var signal = new CoSignal(PosixSignal.SIGHUP);
            return new Scene("a signal", signal, () => "").Owning(signal);
        };
        yield return () => new Scene("signals", typeof(CoSignal), null, () => "").With(() => new[] { PosixSignal.SIGHUP });
        yield return () =>
        {
            var signal = new CoSignal(PosixSignal.SIGHUP);
            return new Scene("a signal's step", signal.GetEnumerator(), () => "").Owning(signal);
        };
        yield return () => Exchange("an exchange", Post, exchange => exchange);
        yield return () => Exchange("an answer", Post, exchange => exchange.Response);
        yield return () => Exchange("a request's body", Post, exchange => exchange.Request.Body);
        yield return () => Exchange("a request's body that has come", Post + "body", exchange => exchange.Request.Body);
        yield return () => Exchange("events", Post, exchange => exchange.Response.StartEvents());
        yield return () => Exchange("an exchange that asks for a WebSocket", Upgrade, exchange => exchange);
        yield return () => Exchange("a WebSocket", Upgrade, exchange => exchange.AcceptWebSocket().Await());
    }

    private static Scene Exchange(string name, string request, Func<HttpExchange, object> target)
    {
        HttpExchange? found = null;
        object? wanted = null;
        var server = new HttpServer(s_loopback, exchange => Keep(found = exchange));
        server.Start();
        var client = CoSocket.Connect(server.LocalEndPoint!).Await();
        client.SendAll(Encoding.ASCII.GetBytes(request)).Await();
        while (wanted is null) Sleep().Await();
        var path = Path.GetTempFileName();
        var handle = File.OpenHandle(path);
        return new Scene(name, wanted, () => $"{found!.Response.HasStarted} {found.Response.ContentType} {found.Response.ContentLength} {found.Request.Body.MaxSize} {Text(client)} {server}") { RunsSomething = true }
            .With(() => path).With(() => handle).With<Stream>(() => new MemoryStream()).Owning(client, server, handle, new Deleted(path));

        IEnumerator<Yield> Keep(HttpExchange exchange)
        {
            wanted = target(exchange);
            yield return Sleep(Timeout.InfiniteTimeSpan);
        }
    }

    private sealed class Ended(CoProcess process) : IDisposable
    {
        public void Dispose() => process.Kill();
    }
}
