using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>Programs with worker processes in every form in which a program is published: a worker of each knows what it is, and Main runs once.</summary>
[Collection(PackageCollection.Name)]
public class JobsPublishTests(PackageFeed feed)
{
    private const string Program = """
        using System.Text.Json.Serialization;
        using CoroutineDsl;
        using CoroutineDsl.Jobs;

        [assembly: JobJsonContext(typeof(AppJson))]

        [JsonSerializable(typeof(Point))]
        partial class AppJson : JsonSerializerContext;

        record Point(int X, int Y);

        static partial class Program
        {
            [Coroutine, Job]
            static IEnumerator<Yield<Point>> Move(Point point, int by)
            {
                yield return Greenlet.Sleep(1);
                yield return new Point(point.X + by, point.Y + by);
            }

            [Coroutine, Job]
            static IEnumerator<Yield> Pass(ProcessQueue<Point> queue, SharedMemory<int> memory)
            {
                var taken = queue.Get().Await();
                memory[3] = taken.X;
                queue.Put(new Point(Environment.ProcessId, 0)).Await();
                yield break;
            }

            [Coroutine, Job]
            static IEnumerator<Yield> Fail()
            {
                yield return Greenlet.Sleep(1);
                throw new InvalidOperationException("no luck");
            }

            static int Main(string[] args)
            {
                Console.WriteLine($"main {args.Length}");
                using var pool = new ProcessPool(2);
                var moved = pool.Map(n => MoveJob(new(n, n), 10), [1, 2, 3]).Await();
                Console.WriteLine(string.Join(' ', moved.Select(point => point.X)));
                using var queue = new ProcessQueue<Point>();
                using var memory = new SharedMemory<int>(4);
                queue.Put(new(7, 7)).Await();
                pool.Run(PassJob(queue, memory)).Await();
                Console.WriteLine($"{memory[3]} {queue.Get().Await().X != Environment.ProcessId}");
                try { pool.Run(FailJob()).Await(); }
                catch (JobFailedException failure) { Console.WriteLine($"{failure.RemoteType}: {failure.RemoteMessage}"); }
                return 0;
            }
        }
        """;

    private const string Output = "main 1\n11 12 13\n7 True\nSystem.InvalidOperationException: no luck\n";

    private const string Strict = """
        <InvariantGlobalization>true</InvariantGlobalization>
        <TrimmerSingleWarn>false</TrimmerSingleWarn>
        <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
        """;

    private const string Package = """<PackageReference Include="CoroutineDsl.Jobs" Version="*" />""";

    [Fact]
    public void Built()
    {
        var project = feed.Project("jobs", Program, items: Package);
        project.Build();
        Assert.Equal(Output, project.Run("argument"));
    }

    [Theory]
    [InlineData("jobstrimmed", "<PublishTrimmed>true</PublishTrimmed>")]
    [InlineData("jobssingle", "<PublishSingleFile>true</PublishSingleFile>")]
    public void Published(string name, string how)
    {
        var project = feed.Project(name, Program, how + Strict, Package);
        var (output, executable) = project.Publish("--self-contained");
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        Assert.Equal(Output, Dotnet.Start(executable, project.Folder, "argument"));
    }

    [Fact]
    public void NativelyCompiled()
    {
        var project = feed.Project("jobsnative", Program, $"<PublishAot>true</PublishAot>{Strict}", Package);
        project.Build(); // on the JIT, as its author runs it
        Assert.Equal(Output, project.Run("argument"));
        // a registry may lack the native runtime of .NET 10: then it is the same sources with .NET 9's
        var (exitCode, restored) = Dotnet.Try(project.Folder, "restore", "--use-current-runtime");
        if (exitCode != 0)
        {
            Assert.Contains("Unable to find package Microsoft.NETCore.App.Runtime.NativeAOT", restored, StringComparison.Ordinal);
            var version = feed.PackFor("net9.0", "src/CoroutineDsl", "src/CoroutineDsl.Jobs");
            var packages = $"""<PackageReference Update="CoroutineDsl" Version="{version}" /><PackageReference Include="CoroutineDsl.Jobs" Version="{version}" />""";
            project = feed.Project("jobsnative9", Program, $"<TargetFramework>net9.0</TargetFramework><LangVersion>14</LangVersion><PublishAot>true</PublishAot>{Strict}", packages);
        }

        var (output, executable) = project.Publish();
        Assert.DoesNotContain("warning", output, StringComparison.Ordinal);
        Assert.Equal(Output, Dotnet.Start(executable, project.Folder, "argument"));
    }
}
