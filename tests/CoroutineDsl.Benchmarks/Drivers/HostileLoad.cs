using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace CoroutineDsl.Benchmarks;

/// <summary>
/// Many clients of each hostile kind at once, on loopback, for a bounded time, beside one honest client: how much memory the server holds above what it has when idle, how long the honest client waits, and whether all
/// is given back. The clients are .NET's own sockets. <c>--driver hostile SECONDS</c>; the environment variable HOSTILE_CONNECTIONS says how many of a kind (2,000), HOSTILE_KIND which kind alone, HOSTILE_SERVER=tls-kestrel
/// that Kestrel is attacked instead, HOSTILE_PER_ADDRESS how many connections an address may have (the honest client has one of its own).
/// </summary>
internal static class HostileLoad
{
    private const string WebSocket = "Host: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    private static readonly Dictionary<string, Func<IPEndPoint, CancellationToken, Task>> s_kinds = new()
    {
        ["silent"] = (server, end) => Say(server, "", end),
        ["slow head"] = (server, end) => Drip(server, "GET / HTTP/1.1\r\nHost: x\r\n", "X-A: b\r\n", end),
        ["claimed body"] = (server, end) => Say(server, "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 29000000\r\n\r\nabc", end),
        ["slow body"] = (server, end) => Drip(server, "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 29000000\r\n\r\n", "abc", end),
        ["claimed chunk"] = (server, end) => Say(server, "POST /upload HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1c00000\r\nabc", end),
        ["takes nothing"] = (server, end) => Say(server, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n", end),
        ["idle after a request"] = (server, end) => Say(server, "GET / HTTP/1.1\r\nHost: x\r\n\r\n", end),
        ["silent WebSocket"] = (server, end) => Say(server, "GET /ws HTTP/1.1\r\n" + WebSocket, end),
        ["WebSocket that takes nothing"] = (server, end) => Say(server, "GET /flood HTTP/1.1\r\n" + WebSocket, end),
        ["claimed message"] = (server, end) => Say(server, "GET /ws HTTP/1.1\r\n" + WebSocket + "\u0082\u00ff\0\0\0\0\0\u000f\u00ff\u00ff\0\0\0\0abc", end),
        ["no TLS"] = (server, end) => Say(Encrypted(server), "GET / HTTP/1.1\r\nHost: x\r\n\r\n", end),
        ["silent TLS"] = (server, end) => Say(Encrypted(server), "", end),
        ["handshakes"] = (server, end) => Shake(Encrypted(server), end),
        ["resets"] = Reset,
    };

    public static int Run(int seconds)
    {
        seconds = Math.Clamp(seconds == 0 ? 10 : seconds, 1, 300);
        var count = Math.Clamp(int.Parse(Environment.GetEnvironmentVariable("HOSTILE_CONNECTIONS") ?? "2000", CultureInfo.InvariantCulture), 1, 10_000);
        var only = Environment.GetEnvironmentVariable("HOSTILE_KIND");
        var failed = 0;
        foreach (var (name, client) in s_kinds.Where(kind => only is null || kind.Key == only))
        {
            using var server = StartServer(Environment.GetEnvironmentVariable("HOSTILE_SERVER") ?? "hostile-server", out var endPoint);
            try
            {
                if (!Attack(name, client, endPoint, server, count, seconds)) failed++;
            }
            finally
            {
                server.Kill();
                server.WaitForExit();
            }
        }

        return failed;
    }

    private static bool Attack(string name, Func<IPEndPoint, CancellationToken, Task> client, IPEndPoint endPoint, Process server, int count, int seconds)
    {
        for (var i = 0; i < 200; i++) Ask(endPoint, "/");
        var (before, idle) = (Look(endPoint, server), Resident(server));
        using var end = new CancellationTokenSource();
        var clients = Enumerable.Range(0, count).Select(_ => Task.Run(() => Repeat(client, endPoint, end.Token))).ToArray();
        var (times, most) = (new List<double>(), 0L);
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(seconds))
        {
            times.Add(Ask(endPoint, "/").Milliseconds);
            most = Math.Max(most, Resident(server) - idle);
            Thread.Sleep(10);
        }

        end.Cancel();
        Task.WaitAll(clients);
        var left = int.MaxValue;
        for (var i = 0; i < 300 && left > 1; i++)
        {
            Thread.Sleep(100);
            left = int.Parse(Ask(endPoint, "/count").Body, CultureInfo.InvariantCulture);
        }

        var after = Look(endPoint, server);
        times.Sort();
        var p99 = times[(int)(times.Count * 0.99)];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}\tp50 {times[times.Count / 2]:0.0} ms\tp99 {p99:0.0} ms\t{most / 1_000_000} MB above idle\tleft: {Math.Max(left - 1, 0)} connections, {after.Greenlets - before.Greenlets} greenlets, {after.Sockets - before.Sockets} sockets, {(after.Heap - before.Heap) / 1000:N0} kB of heap, {(after.Resident - before.Resident) / 1_000_000} MB resident"));
        return p99 < 50 && most < 200_000_000 && left <= 1 && after.Greenlets <= before.Greenlets && after.Sockets <= before.Sockets;
    }

    /// <summary>What the server holds after a collection, with nobody but who asks.</summary>
    private static (long Greenlets, long Heap, int Sockets, long Resident) Look(IPEndPoint endPoint, Process server)
    {
        var (held, path) = (Ask(endPoint, "/held").Body.Split(' '), $"/proc/{server.Id}/fd");
        var sockets = Directory.Exists(path) ? new DirectoryInfo(path).EnumerateFileSystemInfos().Count(entry => entry.LinkTarget?.StartsWith("socket:", StringComparison.Ordinal) == true) : 0;
        return (long.Parse(held[0], CultureInfo.InvariantCulture), long.Parse(held[1], CultureInfo.InvariantCulture), sockets, Resident(server));
    }

    private static async Task Repeat(Func<IPEndPoint, CancellationToken, Task> client, IPEndPoint server, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await client(server, end);
            }
            catch (Exception exception) when (exception is SocketException or IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
            {
                // the server, or the end of the test, had enough of it
            }

            if (!end.IsCancellationRequested) await Task.Delay(100, CancellationToken.None);
        }
    }

    /// <summary>Sends, then nothing more, and reads only to learn of the end.</summary>
    private static async Task Say(IPEndPoint server, string text, CancellationToken end)
    {
        using var socket = await Connect(server, end);
        await socket.SendAsync(Encoding.Latin1.GetBytes(text), end);
        await Gone(socket, end);
    }

    private static async Task Drip(IPEndPoint server, string text, string drop, CancellationToken end)
    {
        using var socket = await Connect(server, end);
        await socket.SendAsync(Encoding.Latin1.GetBytes(text), end);
        while (true)
        {
            await Task.Delay(1000, end);
            await socket.SendAsync(Encoding.Latin1.GetBytes(drop), end);
        }
    }

    private static async Task Shake(IPEndPoint server, CancellationToken end)
    {
        using var socket = await Connect(server, end);
        await using var ssl = new SslStream(new NetworkStream(socket), false, (_, _, _, _) => true);
        await ssl.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost" }, end);
    }

    private static async Task Reset(IPEndPoint server, CancellationToken end)
    {
        using var socket = await Connect(server, end);
        socket.LingerState = new(true, 0);
        await socket.SendAsync("GET /large HTTP/1.1\r\nHost: x\r\n\r\n"u8.ToArray(), end);
    }

    /// <summary>Waits until the server has ended the connection; what it sends is not taken.</summary>
    private static async Task Gone(Socket socket, CancellationToken end)
    {
        while (!HasEnded(socket)) await Task.Delay(1000, end);
    }

    /// <summary>An end may stand behind bytes that are not read: Linux says so.</summary>
    private static bool HasEnded(Socket socket)
    {
        const int Established = 1;
        if (!OperatingSystem.IsLinux()) return (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0) || socket.Poll(0, SelectMode.SelectError);
        Span<byte> info = stackalloc byte[8];
        socket.GetRawSocketOption(6, 11, info); // TCP_INFO: its first byte is the state
        return info[0] != Established;
    }

    private static async Task<Socket> Connect(IPEndPoint server, CancellationToken end)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(server, end);
        return socket;
    }

    private static (double Milliseconds, string Body) Ask(IPEndPoint server, string path)
    {
        var start = Stopwatch.GetTimestamp();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = 30_000 };
        if (OperatingSystem.IsLinux()) socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0)); // it is not one of the others
        socket.Connect(server);
        socket.Send(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
        var answer = new MemoryStream();
        var buffer = new byte[4096];
        while (socket.Receive(buffer) is var n and > 0) answer.Write(buffer, 0, n);
        var text = Encoding.ASCII.GetString(answer.ToArray());
        return (Stopwatch.GetElapsedTime(start).TotalMilliseconds, text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    private static IPEndPoint Encrypted(IPEndPoint server) => new(server.Address, server.Port + 1);

    private static long Resident(Process server)
    {
        server.Refresh();
        return server.WorkingSet64;
    }

    /// <summary>A port that is free, and the next one too.</summary>
    private static int FreePair()
    {
        while (true)
        {
            using Socket one = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), two = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            one.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            var port = ((IPEndPoint)one.LocalEndPoint!).Port;
            try
            {
                two.Bind(new IPEndPoint(IPAddress.Loopback, port + 1));
                return port;
            }
            catch (SocketException)
            {
                // the next pair
            }
        }
    }

    /// <summary>Starts one of the drivers that serve, plain on the port given and encrypted on the next, and waits until it does.</summary>
    public static Process StartServer(string driver, out IPEndPoint endPoint)
    {
        var port = FreePair();
        endPoint = new(IPAddress.Loopback, port);
        var program = Environment.ProcessPath!;
        string[] arguments = ["--driver", driver, $"{port}"];
        var server = Process.Start(new ProcessStartInfo(program, Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(HostileLoad).Assembly.Location, .. arguments] : arguments))!;
        for (var i = 0; i < 300; i++)
        {
            try
            {
                Ask(endPoint, "/");
                return server;
            }
            catch (SocketException)
            {
                Thread.Sleep(100);
            }
        }

        throw new InvalidOperationException("The server did not start.");
    }
}
