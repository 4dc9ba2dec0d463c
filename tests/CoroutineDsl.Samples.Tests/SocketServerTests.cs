using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace CoroutineDsl.Samples.Tests;

public class SocketServerTests
{
    private const int SigQuit = 3;

    [Fact]
    public async Task ServesBlockingThreadsAndGreenletsAtOnce()
    {
        using var server = RunningServer.Start(null, "--quiet");
        var port = server.Port.ToString(CultureInfo.InvariantCulture);
        var python = Programs.Run("python3", Path.Combine(AppContext.BaseDirectory, "blocking_clients.py"), port, "100", "20");
        var greenlets = Programs.Run("dotnet", Repository.Sample("SocketClients"), "--port", port, "--clients", "100", "--messages", "100");
        Assert.Equal((0, "ok\n"), await python);
        var (exitCode, output) = await greenlets;
        Assert.True(exitCode == 0, output);
        Assert.Contains("every reply right", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AThousandOpenConnectionsDoNotDisturbTheOthers()
    {
        using var server = RunningServer.Start(null, "--quiet");
        var open = Enumerable.Range(0, 1000).Select(_ => server.Connect()).ToArray();
        var (exitCode, output) = await Programs.Run("dotnet", Repository.Sample("SocketClients"), "--port", server.Port.ToString(CultureInfo.InvariantCulture), "--clients", "50", "--messages", "50");
        Assert.True(exitCode == 0, output);
        foreach (var socket in open)
        {
            Assert.Equal("still here", Exchange(socket, "still here"));
            socket.Dispose();
        }
    }

    [Fact]
    public void TenThousandClientsOnAHandfulOfThreads()
    {
        using var server = RunningServer.Start(null, "--quiet");
        // as many as this system lets a process have, where that is less
        var clients = Enumerable.Range(0, Math.Min(10_000, RunningServer.MaxDescriptors - 500)).Select(_ => server.Connect()).ToArray();
        for (var i = 0; i < clients.Length; i++) Assert.Equal($"client {i}", Exchange(clients[i], $"client {i}"));
        Assert.InRange(server.Threads, 1, 40); // of the runtime's own; it would be one a client
        foreach (var client in clients) client.Dispose();
    }

    [Fact]
    public void UpperCases()
    {
        using var server = RunningServer.Start(null, "--mode", "upper");
        using var socket = server.Connect();
        Assert.Equal("HELLO, WORLD 1", Exchange(socket, "Hello, world 1"));
    }

    [Fact]
    public void AHalfClosedClientGetsItsAnswersAndThenTheEnd()
    {
        using var server = RunningServer.Start();
        using var socket = server.Connect();
        socket.Send("last words"u8);
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("last words", ReadToEnd(socket));
    }

    [Fact]
    public void DeadClientsAreClosedAndTheirDescriptorsComeBack()
    {
        using var server = RunningServer.Start(null, "--quiet");
        DieInEveryWay(server); // what the server opens on first use stays
        var before = Settled(() => server.Descriptors);
        for (var i = 0; i < 50; i++) DieInEveryWay(server);
        using (var after = server.Connect()) Assert.Equal("works", Exchange(after, "works"));
        WaitUntil(() => server.Descriptors <= before, () => $"{before} descriptors before, {server.Descriptors} after");
    }

    private static void DieInEveryWay(RunningServer server)
    {
        var reset = server.Connect();
        Exchange(reset, "soon gone");
        reset.LingerState = new LingerOption(true, 0); // RST
        reset.Dispose();
        server.Connect().Dispose();
        using var half = server.Connect();
        half.Shutdown(SocketShutdown.Send);
        Assert.Equal("", ReadToEnd(half));
    }

    /// <summary>SIGQUIT asks where everybody stands; the server goes on.</summary>
    [Fact]
    public async Task SaysWhereItsGreenletsStand()
    {
        using var server = RunningServer.Start(null, "--quiet");
        using var socket = server.Connect();
        Assert.Equal("before", Exchange(socket, "before"));
        server.Signal(SigQuit);
        string? line;
        do line = await server.ReadLine().WaitAsync(TimeSpan.FromMinutes(1));
        while (line?.Contains("LineService.cs:", StringComparison.Ordinal) == false);
        Assert.NotNull(line);
        Assert.Equal("after", Exchange(socket, "after"));
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("", ReadToEnd(socket));
        Assert.Contains("2 messages, 11 bytes", server.Interrupt(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopsOnInterruptAndLetsClientsFinish()
    {
        using var server = RunningServer.Start();
        using var socket = server.Connect();
        Assert.Equal("before", Exchange(socket, "before"));
        var stopped = Task.Run(server.Interrupt);
        // no new connections once it stops, while the open one is still served to its end
        WaitUntil(() => Refused(server), () => "the server still accepts");
        Assert.Equal("after", Exchange(socket, "after"));
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal("", ReadToEnd(socket));
        Assert.Contains("2 messages, 11 bytes", await stopped, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SaysWhatToDoWhenThePortIsTaken()
    {
        using var server = RunningServer.Start();
        var (exitCode, output) = await Programs.Run("dotnet", Repository.Sample("SocketServer"), "--port", server.Port.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(1, exitCode);
        Assert.Contains("in use", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(server.Port.ToString(CultureInfo.InvariantCulture), output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", 0, "--max-connections")]
    [InlineData("--port=x", 2, "not understood")]
    public async Task ExplainsItself(string argument, int expected, string text)
    {
        var (exitCode, output) = await Programs.Run("dotnet", Repository.Sample("SocketServer"), argument);
        Assert.Equal(expected, exitCode);
        Assert.Contains(text, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServesWithoutTheGeneratorToo()
    {
        var folder = Directory.CreateTempSubdirectory("unlowered").FullName;
        try
        {
            var (built, log) = await Programs.Run("dotnet", "build", Path.Combine(Repository.Root, "samples", "SocketServer"), "-c", Repository.Configuration, "-p:CoroutineDslGenerator=false", "--artifacts-path", folder);
            Assert.True(built == 0, log);
            var assembly = Directory.GetFiles(Path.Combine(folder, "bin", "SocketServer"), "SocketServer.dll", SearchOption.AllDirectories).Single();
            Assert.DoesNotContain("TalkMachine", Encoding.UTF8.GetString(await File.ReadAllBytesAsync(assembly)), StringComparison.Ordinal);
            using var server = RunningServer.Start(assembly, "--quiet");
            Assert.Equal((0, "ok\n"), await Programs.Run("python3", Path.Combine(AppContext.BaseDirectory, "blocking_clients.py"), server.Port.ToString(CultureInfo.InvariantCulture), "30", "20"));
            Assert.Contains("30 connections, 600 messages", server.Interrupt(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void TheSampleItselfIsLowered() =>
        Assert.Contains("TalkMachine", Encoding.UTF8.GetString(File.ReadAllBytes(Repository.Sample("SocketServer"))), StringComparison.Ordinal);

    private static string Exchange(Socket socket, string message)
    {
        var bytes = Encoding.ASCII.GetBytes(message);
        socket.Send(bytes);
        var reply = new byte[bytes.Length];
        for (var length = 0; length < reply.Length;)
        {
            var n = socket.Receive(reply.AsSpan(length));
            if (n == 0) return Encoding.ASCII.GetString(reply, 0, length);
            length += n;
        }

        return Encoding.ASCII.GetString(reply);
    }

    private static string ReadToEnd(Socket socket)
    {
        var text = new StringBuilder();
        var buffer = new byte[1024];
        while (socket.Receive(buffer) is > 0 and var n) text.Append(Encoding.ASCII.GetString(buffer, 0, n));
        return text.ToString();
    }

    private static bool Refused(RunningServer server)
    {
        try
        {
            using var socket = server.Connect();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    /// <summary>What another process does takes its time: looks until the value has not changed for a while.</summary>
    private static int Settled(Func<int> look)
    {
        var last = look();
        for (var same = 0; same < 50; same++)
        {
            Thread.Sleep(2);
            if (look() is var now && now == last) continue;
            (last, same) = (now, 0);
        }

        return last;
    }

    private static void WaitUntil(Func<bool> condition, Func<string> otherwise)
    {
        for (var watch = Stopwatch.StartNew(); !condition(); Thread.Sleep(2))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), otherwise());
        }
    }
}
