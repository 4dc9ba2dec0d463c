using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>Trimmed and natively compiled programs: no warning of either, and the same output.</summary>
[Collection(PackageCollection.Name)]
public class PublishTests(PackageFeed feed)
{
    // what reflection could be tempted to do: generic results, un-lowered iterators, sockets, queues, timeouts, patched calls, reports
    private const string Program = """
        using System.Net;
        using System.Text;
        using CoroutineDsl;
        using CoroutineDsl.Net;
        using static CoroutineDsl.Coroutine;
        using static CoroutineDsl.Greenlet;

        static partial class Program
        {
            [Coroutine]
            static IEnumerator<Yield> Echo(CoSocket connection)
            {
                using (connection)
                {
                    var buffer = new byte[64];
                    while (connection.Receive(buffer).Await() is > 0 and var count)
                        connection.SendAll(buffer.AsMemory(0, count)).Await();
                }
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield<string>> Talk(EndPoint server, string text)
            {
                using var socket = CoSocket.Connect(server).Await();
                socket.SendAll(Encoding.ASCII.GetBytes(text)).Await();
                var buffer = new byte[64];
                var count = socket.Receive(buffer).Await();
                yield return Encoding.ASCII.GetString(buffer, 0, count);
            }

            [Coroutine]
            static IEnumerator<Yield<(int, string)>> Mixed(CoQueue<long> queue)
            {
                var sum = 0L;
                foreach (var item in queue) sum += item;
                try
                {
                    using var timeout = CoTimeout.Start(TimeSpan.FromMilliseconds(1));
                    yield return Sleep(TimeSpan.FromDays(1));
                }
                finally { sum++; }
                yield return ((int)sum, "no timeout");
            }

            [Coroutine(Patch = true)]
            static IEnumerator<Yield<int>> Patched()
            {
                Thread.Sleep(1);
                var thread = new Thread(() => Thread.Sleep(1));
                thread.Start();
                thread.Join();
                yield return Task.Run(() => 4).Result + ValueTask.FromResult(1).Await();
            }

            #pragma warning disable CORO013 // on purpose without [Coroutine]
            static IEnumerator<Yield<DateTime>> NotLowered()
            {
                yield return (object)ValueTask.FromResult(2) is ValueTask<int> two ? Sleep(two.Result) : default;
                yield return DateTime.UnixEpoch;
            }

            static int Main()
            {
                var server = new StreamServer(new IPEndPoint(IPAddress.Loopback, 0), connection => Echo(connection));
                server.Start();
                var talks = new[] { "one", "two" }.Select(text => Spawn(Talk(server.LocalEndPoint!, text))).ToArray();
                JoinAll(talks).Await();
                var queue = new CoQueue<long>();
                var mixed = Spawn(Mixed(queue));
                queue.Put(7).Await();
                queue.ShutDown();
                mixed.Join().Await();
                Console.WriteLine($"{string.Join(' ', talks.Select(talk => talk.Value))} {mixed.Exception?.GetType().Name} {Spawn(Patched()).Get().Await()} {Spawn(NotLowered()).Get().Await():yyyy}");
                server.Stop().Await();
                try { new CoEvent().Wait().Await(); }
                catch (LoopExitException) { Console.WriteLine("nothing left"); }
                return 0;
            }
        }
        """;

    private const string Output = "one two CoTimeoutException 5 1970\nnothing left\n";

    private const string Strict = """
        <InvariantGlobalization>true</InvariantGlobalization>
        <TrimmerSingleWarn>false</TrimmerSingleWarn>
        <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
        """;

    [Fact]
    public void Trimmed()
    {
        var project = feed.Project("trimmed", Program, $"<PublishTrimmed>true</PublishTrimmed>{Strict}");
        var (output, executable) = project.Publish("--self-contained");
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        Assert.Equal(Output, Dotnet.Start(executable, project.Folder));
    }

    [Fact]
    public void NativelyCompiled()
    {
        var project = feed.Project("native", Program, $"<PublishAot>true</PublishAot>{Strict}");
        // a registry may lack the native runtime of .NET 10: then it is the same sources with .NET 9's
        var (exitCode, restored) = Dotnet.Try(project.Folder, "restore", "--use-current-runtime");
        if (exitCode != 0)
        {
            Assert.Contains("Unable to find package Microsoft.NETCore.App.Runtime.NativeAOT", restored, StringComparison.Ordinal);
            var version = feed.PackFor("net9.0");
            project = feed.Project(
                "native9", Program, $"<TargetFramework>net9.0</TargetFramework><LangVersion>14</LangVersion><PublishAot>true</PublishAot>{Strict}", $"""<PackageReference Update="CoroutineDsl" Version="{version}" />""");
        }

        var (output, executable) = project.Publish();
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        Assert.Equal(Output, Dotnet.Start(executable, project.Folder));
        Assert.InRange(new FileInfo(executable).Length, 1 << 20, 12 << 20);
    }
}
