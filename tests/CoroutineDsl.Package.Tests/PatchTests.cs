using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>The compile-time patch by MSBuild and by the command line, as a user switches it on.</summary>
[Collection(PackageCollection.Name)]
public class PatchTests(PackageFeed feed)
{
    private const string Listing = "-p:CoroutineDslListPatches=true";

    [Fact]
    public void BlockingCallsWaitAndAreListed()
    {
        var project = feed.Project("patched", """
            using CoroutineDsl;
            using static CoroutineDsl.Greenlet;

            [assembly: Patch]

            static partial class Program
            {
                static int s_beats;

                [Coroutine]
                static IEnumerator<Yield> Nap()
                {
                    Thread.Sleep(50);
                    Helper();
                    yield break;
                }

                static void Helper() => Task.Delay(50).Wait();

                [Coroutine]
                static IEnumerator<Yield> Beat()
                {
                    for (; ; s_beats++) yield return Sleep(1);
                }

                static void Main()
                {
                    var beat = Spawn(Beat());
                    JoinAll(Spawn(Nap()), Spawn(Nap())).Await();
                    beat.Kill().Await();
                    Console.WriteLine(s_beats > 2 ? "beats" : "blocked");
                }
            }
            """);
        Assert.DoesNotContain(" -> Greenlet.Sleep", project.Build(), StringComparison.Ordinal);
        Assert.Equal("beats\n", project.Run());
        // what was up to date is compiled again for the listing
        var listing = project.Build(Listing);
        Assert.Contains("Program.cs(13,16): Thread.Sleep -> Greenlet.Sleep", listing, StringComparison.Ordinal);
        Assert.Contains("Program.cs(18,44): Task.Wait -> TaskPatches.CoWait", listing, StringComparison.Ordinal);
        Assert.Equal(2, listing.Split(" -> ").Count(part => part.EndsWith("Thread.Sleep", StringComparison.Ordinal) || part.EndsWith("Task.Wait", StringComparison.Ordinal)));
    }

    [Fact]
    public void DotnetFormatWritesTheCooperativeCallsThatThePatchWouldMake()
    {
        var sample = File.ReadAllText(Path.Combine(Repository.Root, "samples", "PatchedServer", "Program.cs"));
        var project = feed.Project("formatted", sample.Replace("[assembly: Patch]\n", "", StringComparison.Ordinal));
        var told = project.Build();
        foreach (var call in new[] { "Socket.Accept", "Socket.Receive", "Socket.Send", "Socket.Connect", "Thread.Sleep" })
            Assert.Contains($"warning CORO004: '{call}' blocks", told, StringComparison.Ordinal);

        Dotnet.Run(project.Folder, "format", "analyzers", "--diagnostics", "CORO004", "--severity", "info", "--no-restore");
        var fixedText = File.ReadAllText(Path.Combine(project.Folder, "Program.cs"));
        Assert.Contains("listener.CoAccept().Await()", fixedText, StringComparison.Ordinal);
        Assert.DoesNotContain("Thread.Sleep", fixedText, StringComparison.Ordinal);

        project.Build("-warnaserror");
        Assert.StartsWith("100 of 100 clients got every reply, 100 were served", project.Run("100"), StringComparison.Ordinal);
    }
}
