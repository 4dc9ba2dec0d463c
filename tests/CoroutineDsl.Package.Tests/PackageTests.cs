using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>The package as a user has it: one reference and nothing else, outside this repository.</summary>
public class PackageTests(PackageFeed feed) : IClassFixture<PackageFeed>
{
    private const string Program = """
        using CoroutineDsl;
        using static CoroutineDsl.Greenlet;

        static partial class Program
        {
            [Coroutine]
            static IEnumerator<Yield<int>> Add(int a, int b)
            {
                yield return Sleep(1);
                yield return a + b;
            }

            static void Main()
            {
                var sum = Add(1, 2);
                Console.WriteLine($"{sum.GetType().Name} {Spawn(sum).Get().Await()}");
            }
        }
        """;

    [Fact]
    public void OneReferenceLowersAndIntercepts()
    {
        feed.Build("plain", Program);
        Assert.Equal("AddMachine 3\n", feed.Run("plain"));
    }

    [Fact]
    public void InterceptorsOfTheUsersOwnStayWhatTheyAre()
    {
        feed.Build("own", Program, "<InterceptorsNamespaces>Some.Other</InterceptorsNamespaces>");
        Assert.Equal("AddMachine 3\n", feed.Run("own"));
    }

    [Fact]
    public void WithoutInterceptorsItStillRuns()
    {
        feed.Build("off", Program, "<CoroutineDslInterceptors>false</CoroutineDslInterceptors>");
        Assert.EndsWith(" 3\n", feed.Run("off"), StringComparison.Ordinal);
        Assert.DoesNotContain("AddMachine", feed.Run("off"), StringComparison.Ordinal);
    }

    [Fact]
    public void SpawningInATopLevelProgramOrAnAsyncMethodIsNoWarning()
    {
        var source = """
            using CoroutineDsl;
            using static CoroutineDsl.Greenlet;

            Spawn(Work.Say("spawned"));
            Sleep(1).Await();
            await Work.SpawnAsync();

            static partial class Work
            {
                [Coroutine]
                public static IEnumerator<Yield> Say(string what)
                {
                    Console.WriteLine(what);
                    yield break;
                }

                public static async Task SpawnAsync()
                {
                    var greenlet = Spawn(Say("never run"));
                    greenlet.Kill();
                    await Task.Yield();
                }
            }
            """;
        feed.Build("toplevel", source, "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        Assert.Equal("spawned\n", feed.Run("toplevel"));
    }

    [Fact]
    public void TheAnalyzersSpeak()
    {
        var output = feed.Build("warned", Program.Replace("yield return Sleep(1);", "Thread.Sleep(1); yield return Sleep(1);", StringComparison.Ordinal));
        Assert.Contains("CORO004", output, StringComparison.Ordinal);
    }
}
