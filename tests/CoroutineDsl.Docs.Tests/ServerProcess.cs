using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CoroutineDsl.Docs.Tests;

/// <summary>A server of a document, compiled to a program of its own and run, on a free port in place of the one that is shown.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private const int SigInt = 2;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("docs").FullName;
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly int _port = FreePort();

    public ServerProcess(BlockSource block)
    {
        var program = Path.Combine(_folder, "Program.dll");
        using (var image = File.Create(program))
            new DocCompilation([block], OutputKind.ConsoleApplication, text => text.Replace($"{block.Port}", $"{_port}", StringComparison.Ordinal)).Emit(image);
        foreach (var pattern in new[] { "CoroutineDsl*.dll", "Microsoft.Extensions.*.dll" })
        {
            foreach (var file in Directory.EnumerateFiles(AppContext.BaseDirectory, pattern)) File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        }

        File.Copy(Path.ChangeExtension(typeof(ServerProcess).Assembly.Location, ".runtimeconfig.json"), Path.Combine(_folder, "Program.runtimeconfig.json"));
        _process = Process.Start(new ProcessStartInfo("dotnet", [program]) { RedirectStandardOutput = true })!;
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>Says something, and gets it back.</summary>
    public void Talk()
    {
        using var client = Connect();
        client.Send("hello"u8);
        var reply = new byte[5];
        for (var got = 0; got < reply.Length;)
        {
            var count = client.Receive(reply, got, reply.Length - got, SocketFlags.None);
            Assert.True(count > 0, "the server ended the conversation");
            got += count;
        }

        Assert.Equal("hello"u8, reply);
    }

    /// <summary>Ctrl-C: what it printed.</summary>
    public string Interrupt()
    {
        Assert.Equal(0, Kill(_process.Id, SigInt));
        Assert.True(_output.Wait(s_patience), "the server did not end");
        return _output.Result;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private Socket Connect()
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveTimeout = (int)s_patience.TotalMilliseconds };
            try
            {
                socket.Connect(IPAddress.Loopback, _port);
                return socket;
            }
            catch (SocketException) when (watch.Elapsed < s_patience && !_process.HasExited)
            {
                socket.Dispose();
                Thread.Sleep(20); // it is starting
            }
        }
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
