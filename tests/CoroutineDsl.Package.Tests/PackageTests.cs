using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>One reference, and the generator, the interceptors and the analyzers are there.</summary>
[Collection(PackageCollection.Name)]
public class PackageTests(PackageFeed feed)
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
        var project = feed.Project("plain", Program);
        project.Build();
        Assert.Equal("AddMachine 3\n", project.Run());
    }

    [Fact]
    public void InterceptorsOfTheUsersOwnStayWhatTheyAre()
    {
        var project = feed.Project("own", Program, "<InterceptorsNamespaces>Some.Other</InterceptorsNamespaces>");
        project.Build();
        Assert.Equal("AddMachine 3\n", project.Run());
    }

    [Fact]
    public void WithoutInterceptorsItStillRuns()
    {
        var project = feed.Project("off", Program, "<CoroutineDslInterceptors>false</CoroutineDslInterceptors>");
        project.Build();
        var output = project.Run();
        Assert.EndsWith(" 3\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("AddMachine", output, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutTheGeneratorItStillRuns()
    {
        var project = feed.Project("nogenerator", Program);
        Assert.DoesNotContain("CORO", project.Build("-p:CoroutineDslGenerator=false"), StringComparison.Ordinal);
        var output = project.Run();
        Assert.EndsWith(" 3\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("AddMachine", output, StringComparison.Ordinal);
    }

    [Fact]
    public void TheWordsOfACoroutineNeedNoUsing()
    {
        var program = Program.Replace("using static CoroutineDsl.Greenlet;\n", "", StringComparison.Ordinal).Replace("yield return a + b;", "SetResult(a + b); yield break;", StringComparison.Ordinal);
        var project = feed.Project("usings", program);
        project.Build();
        Assert.Equal("AddMachine 3\n", project.Run());
        var (exitCode, output) = Dotnet.Try(project.Folder, "build", "-c", "Release", "-p:CoroutineDslImplicitUsings=false");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("error CS0103", output, StringComparison.Ordinal);
    }

    [Fact]
    public void AProjectOfAnotherFrameworkIsToldTheTruth()
    {
        var project = feed.Project("older", Program, "<TargetFramework>net8.0</TargetFramework>");
        var (exitCode, output) = Dotnet.Try(project.Folder, "restore");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("Package CoroutineDsl 0.1.0 is not compatible with net8.0", output, StringComparison.Ordinal);
        Assert.Contains("net10.0", output, StringComparison.Ordinal);
    }

    [Fact]
    public void SpawningInATopLevelProgramOrAnAsyncMethodIsNoWarning()
    {
        var project = feed.Project("toplevel", """
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
            """, "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>");
        project.Build();
        Assert.Equal("spawned\n", project.Run());
    }

    [Fact]
    public void TheAnalyzersSpeak()
    {
        var project = feed.Project("warned", Program.Replace("yield return Sleep(1);", "Thread.Sleep(1); yield return Sleep(1);", StringComparison.Ordinal));
        Assert.Contains("CORO004", project.Build(), StringComparison.Ordinal);
    }

    [Fact]
    public void CoroutinesOfALibraryAreCalledFromAnotherProject()
    {
        var library = feed.Project("Sums", """
            using CoroutineDsl;

            namespace Sums;

            public static partial class Sum
            {
                [Coroutine]
                public static IEnumerator<Yield<int>> Of(int a, int b)
                {
                    yield return Greenlet.Sleep(1);
                    yield return a + b;
                }
            }

            public partial class Total<T> where T : System.Numerics.INumber<T>
            {
                private T _sum = T.Zero;

                [Coroutine]
                public virtual IEnumerator<Yield<T>> Add(T value)
                {
                    yield return Greenlet.Sleep(1);
                    yield return _sum += value;
                }
            }
            """, "<OutputType>Library</OutputType>");
        var project = feed.Project("caller", """
            using CoroutineDsl;
            using Sums;
            using static CoroutineDsl.Greenlet;

            var cold = Sum.Of(1, 2);
            Console.WriteLine($"{cold.GetType().Name} {Spawn(cold).Get().Await()} {Spawn(Twice.Of(3)).Get().Await()}");
            var total = new Counted();
            Spawn(total.Add(2)).Get().Await();
            Console.WriteLine($"{Spawn(total.Add(3)).Get().Await()} {total.Count}");

            static partial class Twice
            {
                [Coroutine]
                public static IEnumerator<Yield<int>> Of(int n) { yield return Sum.Of(n, n).Await(); }
            }

            partial class Counted : Total<long>
            {
                public int Count { get; private set; }

                [Coroutine]
                public override IEnumerator<Yield<long>> Add(long value)
                {
                    Count++;
                    yield return base.Add(value).Await();
                }
            }
            """, items: $"""<ProjectReference Include="{library.Folder}/Sums.csproj" />""");
        project.Build("-warnaserror");
        Assert.Equal("OfMachine 3 6\n5 2\n", project.Run());
    }
}
