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
    public void TheAnalyzersSpeak()
    {
        var output = feed.Build("warned", Program.Replace("yield return Sleep(1);", "Thread.Sleep(1); yield return Sleep(1);", StringComparison.Ordinal));
        Assert.Contains("CORO004", output, StringComparison.Ordinal);
    }
}
