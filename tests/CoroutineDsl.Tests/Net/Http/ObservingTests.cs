using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Http;
using CoroutineDsl.Net;
using Microsoft.Extensions.Logging;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Net.Http;

/// <summary>What is told of requests: to the access log, the logger, the measurements; and to a handler of its client.</summary>
public partial class ObservingTests : HttpTest
{
    [Fact]
    public void Each_request_is_a_line_of_the_access_log_and_a_refused_one_too()
    {
        var log = new List<HttpAccess>();
        Exchange(
            exchange => Handlers.Echo(exchange),
            "POST /a?b HTTP/1.1\r\nHost: x\r\nUser-Agent: me\r\nReferer: there\r\nContent-Length: 3\r\n\r\nabcGET /%00 HTTP/1.1\r\n\r\n",
            options: new() { AccessLog = log.Add });
        Assert.Equal(
            ["POST /a?b 1.1 200 13 there me", "  1.1 400 32  "],
            log.Select(a => $"{a.Method} {a.Target} {a.Version} {a.Status} {a.Size} {a.Referer} {a.UserAgent}"));
        Assert.All(log, access => Assert.True(access.Client is IPEndPoint && access.Duration >= TimeSpan.Zero));
    }

    [Theory]
    [InlineData(false, "1.2.3.4 - - [03/Feb/2020:04:05:06 +0100] \"GET /\\x22x HTTP/1.1\" 200 12")]
    [InlineData(true, "1.2.3.4 - - [03/Feb/2020:04:05:06 +0100] \"GET /\\x22x HTTP/1.1\" 200 12 \"-\" \"a\\x0ab\"")]
    public void The_common_log_format_cannot_be_broken_by_a_client(bool isCombined, string line) => Assert.Equal(line, CommonLog.Format(
        new(new IPEndPoint(IPAddress.Parse("1.2.3.4"), 5), new(2020, 2, 3, 4, 5, 6, TimeSpan.FromHours(1)), TimeSpan.Zero, "GET", "/\"x", HttpVersion.Version11, 200, 12, null, "a\nb"), isCombined));

    [Fact]
    public async Task A_common_log_writes_what_it_was_given_before_it_ends()
    {
        var text = new StringWriter();
        var log = new CommonLog(text);
        for (var i = 0; i < 1000; i++) log.Write(new(null, DateTimeOffset.UnixEpoch, TimeSpan.Zero, null, null, HttpVersion.Version10, 400, 0, null, null));
        await log.DisposeAsync();
        Assert.Equal(1000, text.ToString().Split("- - - [01/Jan/1970:00:00:00 +0000] \"-\" 400 -").Length - 1);
        Assert.Equal(0, log.DroppedCount);
    }

    [Fact]
    public void The_logger_is_told_of_answers_and_of_what_clients_do_wrong()
    {
        var log = new ListLogger();
        Exchange(exchange => Handlers.Hello(exchange), "GET /x HTTP/1.1\r\nHost: h\r\n\r\nnonsense\r\n\r\n", options: new() { Logger = log });
        Assert.Contains(log.Lines, line => line.StartsWith("Information GET /x HTTP/1.1 from 127.0.0.1:", StringComparison.Ordinal) && line.Contains(": 200, 5 bytes in ", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("Debug A request of 127.0.0.1:", StringComparison.Ordinal) && line.EndsWith("was refused with status 400: Bad request: the request line has no method.", StringComparison.Ordinal));
        log.Lines.Clear();
        Exchange(exchange => Handlers.Hello(exchange), "GET /x HTTP/1.1\r\nHost: h\r\n\r\n", options: new() { Logger = log, Tls = new() { ServerCertificate = Certificates.Localhost } });
        Assert.StartsWith("Debug The TLS handshake of 127.0.0.1:", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Requests_are_measured()
    {
        var durations = new ConcurrentBag<string>();
        var counted = new ConcurrentBag<string>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == "CoroutineDsl.Http") listening.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => durations.Add($"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => counted.Add($"{instrument.Name} {value}"));
        listener.Start();
        Exchange(exchange => Handlers.Hello(exchange), "GET / HTTP/1.1\r\nHost: h\r\n\r\nBREW / HTTP/1.0\r\n\r\n");
        Assert.Contains("http.server.request.duration GET 200 http 1.1", durations);
        Assert.Contains("http.server.request.duration _OTHER 200 http 1.0", durations);
        Assert.Contains("http.server.active_requests 1", counted);
        Assert.Contains("http.server.active_requests -1", counted);
        Assert.Contains("http.server.open_connections -1", counted);
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_handler_learns_that_its_client_is_gone(bool isToken)
    {
        var (began, told) = (new TaskCompletionSource(), false);
        Serve(exchange => Wait(exchange, isToken, began, () => told = true), endPoint => Peer.Talk(endPoint, peer =>
        {
            peer.SendAll("GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /pipelined HTTP/1.1\r\nHost: x\r\n\r\n"u8);
            began.Task.Wait();
            return 0;
        }), mayFail: false);
        Assert.True(told);
    }

    [Fact]
    public void While_the_client_stays_it_is_not_gone()
    {
        CancellationToken token = default;
        var answer = Exchange(exchange => Stay(exchange, given => token = given), "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 3\r\n\r\nabc", end: false);
        Assert.EndsWith("False abc", answer, StringComparison.Ordinal);
        Assert.False(token.IsCancellationRequested);
    }

    [Coroutine]
    private static IEnumerator<Yield> Wait(HttpExchange exchange, bool isToken, TaskCompletionSource began, Action told)
    {
        if (exchange.Request.Path == "/pipelined") yield break;
        var gone = exchange.ClientGone;
        Assert.False(gone.IsCancellationRequested);
        began.SetResult();
        if (isToken)
        {
            var cancelled = new TaskCompletionSource();
            using var registration = gone.Register(cancelled.SetResult);
            cancelled.Task.Bounded().Await();
        }
        else
        {
            Assert.True(exchange.WaitForClientGone(OnHub.Patience).Await());
        }

        told();
    }

    [Coroutine]
    private static IEnumerator<Yield> Stay(HttpExchange exchange, Action<CancellationToken> give)
    {
        give(exchange.ClientGone);
        var isGone = exchange.WaitForClientGone(TimeSpan.FromMilliseconds(20)).Await();
        exchange.Response.WriteText($"{isGone} {exchange.Request.Body.ReadText().Await()}").Await();
        yield break;
    }

    private sealed class ListLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add($"{logLevel} {formatter(state, exception)}");
    }
}
