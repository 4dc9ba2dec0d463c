using System.Net;
using System.Net.Sockets;
using System.Text;
using CoroutineDsl.Tool.Top;
using Spectre.Console;
using Xunit;

namespace CoroutineDsl.Monitor.Tests;

/// <summary>Who looks in asks for nonsense, goes away in the midst, or finds a program in an odd state: the program goes on, and so does the monitor.</summary>
public sealed class HostileTests : IDisposable
{
    private readonly HubGroup _group = new(1, new HubOptions { Name = "my hub", MaxBlockingTime = null });
    private readonly string _folder = Directory.CreateTempSubdirectory("monitor").FullName;
    private readonly HubMonitor _monitor;

    public HostileTests() => _monitor = HubMonitor.Start(0, new HubMonitorOptions { Output = TextWriter.Null, SocketPath = Path.Combine(_folder, "m.sock"), Token = "secret" });

    public void Dispose()
    {
        _monitor.Dispose();
        _group.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("profile nan")]
    [InlineData("profile -1e308")]
    [InlineData("folded 0.1x")]
    [InlineData("where 99999999999999999999999")]
    [InlineData("where")]
    [InlineData("kill #-1")]
    [InlineData("hub")]
    [InlineData("hub \u0001\u0002")]
    [InlineData("top \ud83d\ude00 [red]")]
    [InlineData("")]
    public void A_command_that_makes_no_sense_is_answered_and_the_next_one_too(string command)
    {
        using var connection = MonitorConnection.Open(_monitor.SocketPath);
        Assert.Equal("The hub is my hub.\n", connection.Ask("hub my hub"));
        Assert.NotEqual("", connection.Ask(command));
        Assert.Contains("my hub: ", connection.Ask("hubs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_breaks_no_line_and_no_terminal()
    {
        const string name = "evil\n\nkill 1\u001b[2J\u009b31m [red]<b>";
        await _group.Spawn(() => Parks(name));
        using var connection = MonitorConnection.Open(_monitor.SocketPath);
        connection.Ask("hub my hub");
        var lines = connection.Ask("ps evil").Split('\n');
        Assert.Equal("1 of 1 greenlet", lines[0]);
        Assert.StartsWith("evil  kill 1 [2J 31m [red]<b>: waits for", lines[1], StringComparison.Ordinal);
        Assert.All((string[])["dump", "ps", "top", "json", "leaks", "locks"], command => Assert.DoesNotContain(connection.Ask(command), letter => letter != '\n' && char.IsControl(letter)));
        Assert.Contains("my hub", connection.Ask("hubs"), StringComparison.Ordinal);
        Draw(connection.Ask("top"), 80, 24);
    }

    [Theory]
    [InlineData(20, 3)]
    [InlineData(1, 1)]
    [InlineData(400, 200)]
    public void A_terminal_of_any_size_will_do(int width, int height)
    {
        using var connection = MonitorConnection.Open(_monitor.SocketPath);
        Draw(connection.Ask("top"), width, height);
    }

    [Fact]
    public void A_command_of_several_lines_is_one()
    {
        using var connection = MonitorConnection.Open(_monitor.SocketPath);
        Assert.StartsWith("There is no command 'dance  hubs'.", connection.Ask("dance\r\n\nhubs".Replace("\r\n\n", "\n\n", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("my hub: ", connection.Ask("hubs"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\n\r\n", "403")]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example:80\r\n\r\n", "403")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "403")]
    [InlineData("GET /events HTTP/1.1\r\nHost: localhost\r\nSec-Fetch-Site: cross-site\r\n\r\n", "403")]
    [InlineData("POST /api/kill?id=1 HTTP/1.1\r\nHost: localhost\r\n\r\n", "403")]
    [InlineData("POST /api/kill?id=1 HTTP/1.1\r\nHost: localhost\r\nX-Token: secre\r\n\r\n", "403")]
    [InlineData("POST /api/kill?id=99999999999999999999 HTTP/1.1\r\nHost: localhost\r\nX-Token: secret\r\n\r\n", "404")]
    [InlineData("GET /api/kill?id=1 HTTP/1.1\r\nHost: localhost\r\nX-Token: secret\r\n\r\n", "404")]
    [InlineData("GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n", "404")]
    [InlineData("GET /api/greenlets?offset=-5&count=999999999&sort=%00&filter=%zz&hub=77777777777 HTTP/1.1\r\nHost: [::1]:9\r\n\r\n", "200")]
    [InlineData("GET /api/greenlet?id=-1 HTTP/1.1\r\nHost: localhost\r\n\r\n", "200")]
    [InlineData("nonsense\r\n\r\n", "")]
    public void A_request_gets_what_it_deserves(string request, string status)
    {
        using var socket = Connect();
        socket.Send(Encoding.Latin1.GetBytes(request));
        socket.Shutdown(SocketShutdown.Send);
        var answer = new byte[12];
        var count = 0;
        for (int received; count < answer.Length && (received = socket.Receive(answer.AsSpan(count))) > 0;) count += received;
        Assert.Equal(status.Length == 0 ? "" : "HTTP/1.1 " + status, Encoding.Latin1.GetString(answer, 0, count));
    }

    [Fact]
    public void Headers_without_end_are_cut_off()
    {
        using var socket = Connect();
        socket.SendTimeout = 60_000;
        var late = 0;
        var error = Record.Exception(() =>
        {
            for (var i = 0; i < 100_000; i++) // more than the system's buffers hold
            {
                try
                {
                    socket.Send(new byte[1024]);
                }
                catch (SocketException exception) when (exception.SocketErrorCode == SocketError.TimedOut && ++late < 5)
                {
                    // where many use the network at once, a system gives up a send long before its time
                }
            }
        });
        Assert.NotEqual(SocketError.TimedOut, Assert.IsType<SocketException>(error).SocketErrorCode);
    }

    [Fact]
    public async Task Clients_that_go_away_in_the_midst_leave_nothing_behind()
    {
        for (var i = 0; i < 20; i++)
        {
            using var socket = Connect();
            socket.Send("GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n"u8);
            socket.Receive(new byte[1]);
            socket.LingerState = new LingerOption(true, 0); // a reset
        }

        await TroubledHub.Until(() => Task.FromResult(_group[0].Hooks.AreStepsRaised), isOn => !isOn);
        using var client = new HttpClient();
        Assert.Contains("\"total\":", await client.GetStringAsync(new Uri(_monitor.Url, "/api/greenlets")), StringComparison.Ordinal);
    }

    [Fact]
    public void Several_monitors_of_one_process_have_a_socket_each()
    {
        using var one = HubMonitor.Start(0, new HubMonitorOptions { Output = TextWriter.Null });
        string? path;
        using (var two = HubMonitor.Start(0, new HubMonitorOptions { Output = TextWriter.Null }))
        {
            path = two.SocketPath;
            Assert.NotEqual(one.SocketPath, path);
            using var second = MonitorConnection.Open(path);
            Assert.Contains("my hub", second.Ask("hubs"), StringComparison.Ordinal);
            two.Dispose();
        }

        Assert.False(File.Exists(path));
        using var first = MonitorConnection.Open(one.SocketPath);
        Assert.Contains("my hub", first.Ask("hubs"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(one.SocketPath)!));
    }

    [Fact]
    public async Task A_socket_that_cannot_be_made_leaves_no_page_behind()
    {
        var port = FreePort();
        Assert.ThrowsAny<Exception>(() => HubMonitor.Start(port, new HubMonitorOptions { Output = TextWriter.Null, SocketPath = "/proc/there/is/no/such/place.sock" }));
        Assert.ThrowsAny<Exception>(() => HubMonitor.Start(port, new HubMonitorOptions { Output = TextWriter.Null, SocketPath = Path.Combine(_folder, new string('x', 200)) }));
        using var monitor = HubMonitor.Start(port, new HubMonitorOptions { Output = TextWriter.Null, HasSocket = false }); // the port is free
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(monitor.Url)).StatusCode);
        Assert.Throws<SocketException>(() => HubMonitor.Start(port, new HubMonitorOptions { Output = TextWriter.Null, HasSocket = false }));
    }

    [Fact]
    public void A_hub_that_is_disposed_of_while_somebody_looks_is_gone_from_the_answers()
    {
        using var connection = MonitorConnection.Open(_monitor.SocketPath);
        using (var hub = new Hub(new HubOptions { Name = "short" }))
        {
            Greenlet.Spawn(Parks("parked"));
            Greenlet.Sleep(1).Await();
            Assert.Equal("The hub is short.\n", connection.Ask("hub short"));
            Assert.Contains("parked", connection.Ask("ps"), StringComparison.Ordinal);
        }

        Assert.Equal("There is no hub.\n", connection.Ask("ps"));
        Assert.Equal("There is no hub.\n", connection.Ask("top"));
        Assert.StartsWith("There is no hub short", connection.Ask("hub short"), StringComparison.Ordinal);
        Assert.Equal("The hub is my hub.\n", connection.Ask("hub my hub"));
    }

    [Fact]
    public async Task What_one_client_measures_leaks_from_is_not_what_others_do()
    {
        using var client = new HttpClient();
        using var connection = MonitorConnection.Open(_monitor.SocketPath);
        var number = HubInsight.Of(_group[0]).Number;
        Task<string> Leaks(string page) => client.GetStringAsync(new Uri(_monitor.Url, $"/api/leaks?hub={number}&client={page}"));
        const string grown = "\"count\":3,";
        connection.Ask("hub my hub");
        await Leaks("one"); // the first look
        for (var i = 0; i < 3; i++) await _group.Spawn(() => Parks("parked"));
        await TroubledHub.Until(() => Leaks("one"), json => json.Contains(grown, StringComparison.Ordinal));
        using (var set = await client.PostAsync(new Uri(_monitor.Url, $"/api/leaks/base?hub={number}&client=one"), null)) Assert.Equal(HttpStatusCode.OK, set.StatusCode); // it asks for no token
        Assert.DoesNotContain(grown, await Leaks("one"), StringComparison.Ordinal);
        Assert.Contains(grown, await Leaks("two"), StringComparison.Ordinal);
        Assert.Contains("+3 parked at Parked", connection.Ask("leaks"), StringComparison.Ordinal);
        Assert.Contains("of everybody; each page has its own", connection.Ask("leaks reset"), StringComparison.Ordinal);
        Assert.DoesNotContain("+3", connection.Ask("leaks"), StringComparison.Ordinal);
        Assert.Contains(grown, await Leaks("two"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Looks_of_many_at_once_agree()
    {
        await _group.Spawn(() => Parks("parked"));
        using var client = new HttpClient();
        var number = HubInsight.Of(_group[0]).Number;
        var all = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => client.GetStringAsync(new Uri(_monitor.Url, $"/api/greenlets?hub={number}"))));
        Assert.All(all, json => Assert.Contains("\"total\":1,", json, StringComparison.Ordinal));
    }

    private static void Draw(string json, int width, int height)
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors });
        console.Profile.Width = width;
        console.Write(TopView.Draw(json, height, 0, "[x]", width));
        Assert.NotEqual("", text.ToString());
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    private static IEnumerator<Yield> Parks(string name)
    {
        Greenlet.Spawn(Parked(), name);
        yield break;
    }

    private static IEnumerator<Yield> Parked()
    {
        yield return Greenlet.Sleep(Timeout.InfiniteTimeSpan);
    }

    private Socket Connect()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 60_000, SendTimeout = 60_000 };
        socket.Connect(IPAddress.Loopback, _monitor.Port);
        return socket;
    }
}
