using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>A blocking server as everybody writes it, in a project of its own: <c>dotnet format analyzers</c> makes it cooperative, and it says what it said.</summary>
public class FormatTests
{
    internal const string Blocking = """
        using System.Net;
        using System.Net.Sockets;
        using System.Text;
        using CoroutineDsl;

        interface IPeer { void Say(string line); }

        class Peer(Stream stream) : IPeer
        {
            public void Say(string line) { var bytes = Encoding.ASCII.GetBytes(line + "\n"); stream.Write(bytes, 0, bytes.Length); }
        }

        static class Server
        {
            [ThreadStatic] static int s_depth;
            static readonly object Gate = new();
            static int s_served;

            [Coroutine]
            static void Serve(TcpListener listener)
            {
                while (true)
                {
                    var client = listener.AcceptTcpClient();
                    new Thread(() => { Talk(client); }).Start();
                }
            }

            [Coroutine]
            static void Talk(TcpClient client)
            {
                s_depth++;
                var stream = client.GetStream();
                Count(stream);
                IPeer peer = new Peer(stream);
                peer.Say("one");
                Line(stream, "two");
                Line(stream, "three");
                stream.Close();
            }

            [Coroutine]
            static void Line(Stream stream, string text) { var bytes = Encoding.ASCII.GetBytes(text + "\n"); stream.Write(bytes, 0, bytes.Length); }

            [Coroutine]
            static void Count(Stream stream) { lock (Gate) { s_served++; Line(stream, "served"); } }

            static string Client(IPEndPoint server)
            {
                using var client = new TcpClient();
                client.Connect(server);
                return new StreamReader(client.GetStream()).ReadToEnd().Replace("\n", " ");
            }

            static void Main()
            {
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                var server = (IPEndPoint)listener.LocalEndpoint;
                Task.Run(() =>
                {
                    for (var i = 0; i < 3; i++) Console.WriteLine(Client(server));
                    Environment.Exit(0);
                });
                Serve(listener);
            }
        }
        """;

    internal const string Said = "served one two three \nserved one two three \nserved one two three \n";

    [Fact]
    public async Task Its_fixes_run_from_the_terminal_and_the_program_does_what_it_did()
    {
        using var project = new UserProject(Blocking);
        await project.Dotnet("restore");
        for (string before = "", after = Blocking; before != after; after = project.Source)
        {
            before = after;
            await project.Dotnet("format", "analyzers", "--no-restore", "--diagnostics", "CORO001", "CORO002", "CORO004", "CORO005", "CORO006", "CORO008", "CORO010", "CORO016", "CORO018");
        }
        IsMigrated(project.Source);
        Assert.DoesNotContain("CORO", await project.Dotnet("build", "--no-restore", "-c", "Release"), StringComparison.Ordinal);
        Assert.Equal(Said, await project.Run());
    }

    internal static void IsMigrated(string text)
    {
        Assert.DoesNotContain("new Thread", text, StringComparison.Ordinal);
        Assert.Contains("Spawn(Talk(client));", text, StringComparison.Ordinal);
        Assert.Contains("Line(stream, \"two\").Await();", text, StringComparison.Ordinal);
        Assert.Contains("CoLocal<int>", text, StringComparison.Ordinal);
        Assert.Contains("CoLock", text, StringComparison.Ordinal);
    }
}
