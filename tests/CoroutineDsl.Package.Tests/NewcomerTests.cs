using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>Where the generator does not run, or cannot, the build says so: the program would mean the same, slower, and nobody would know.</summary>
[Collection(PackageCollection.Name)]
public class NewcomerTests(PackageFeed feed)
{
    private const string Program = """
        using System;
        using System.Collections.Generic;
        using CoroutineDsl;

        static partial class Program
        {
            [Coroutine]
            static IEnumerator<Yield<int>> One()
            {
                yield return Greenlet.Sleep(1);
                yield return 1;
            }

            static void Main() => Console.WriteLine(Greenlet.Spawn(One()).Get().Await());
        }
        """;

    // prints what a coroutine is called from a plain method: lowered, it is a machine
    private static readonly string Kinds = Program.Replace("Greenlet.Spawn(One()).Get().Await()", "One().GetType().Name", StringComparison.Ordinal);

    [Fact]
    public void AGeneratorThatIsNotLoaded()
    {
        var project = feed.Project("unloaded", Program);
        project.Write("Directory.Build.targets", """
            <Project>
              <Target Name="RemoveAnalyzers" BeforeTargets="CoroutineDslCheckGenerator">
                <ItemGroup>
                  <Analyzer Remove="@(Analyzer)" />
                </ItemGroup>
              </Target>
            </Project>
            """);
        Assert.Contains("warning CORODSL1: The generator of CoroutineDsl is not loaded, so that every coroutine runs un-lowered, and slower. Let its PackageReference bring its analyzers", project.Build(), StringComparison.Ordinal);
        Assert.Equal("1\n", project.Run());
        Assert.DoesNotContain("CORODSL", project.Build("-p:CoroutineDslGenerator=false", "--no-incremental"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("analyzers")]
    [InlineData("build;buildTransitive")]
    [InlineData("analyzers;build;buildTransitive")]
    public void APackageThatIsLeftOutInPart(string excluded)
    {
        var project = feed.Project("without-" + excluded.Replace(';', '-'), Kinds, items: $"""<PackageReference Update="CoroutineDsl" ExcludeAssets="{excluded}" />""");
        var told = project.Build();
        // the SDK loads the analyzers of a package whatever is excluded: that may change
        if (project.Run() == "OneMachine\n") Assert.DoesNotContain("warning CORO", told, StringComparison.Ordinal);
        else Assert.Matches("warning (CORODSL1: The generator of CoroutineDsl is not loaded|CORO007: 'One' runs un-lowered here: nothing is intercepted without the build files of the package)", told);
    }

    [Fact]
    public void InterceptorsThatAreNotWanted()
    {
        var project = feed.Project("unintercepted", Kinds, "<CoroutineDslInterceptors>false</CoroutineDslInterceptors>");
        Assert.DoesNotContain("warning CORO", project.Build(), StringComparison.Ordinal);
        Assert.NotEqual("OneMachine\n", project.Run());
    }

    [Fact]
    public void AnOldLanguage()
    {
        var project = feed.Project("old", Program, "<LangVersion>10</LangVersion><ImplicitUsings>disable</ImplicitUsings>");
        Assert.Contains("warning CORODSL2: CoroutineDsl generates code in C# 11, and LangVersion is 10: coroutines run un-lowered, and nothing is patched. Remove LangVersion", Dotnet.Try(project.Folder, "build", "-c", "Release").Output, StringComparison.Ordinal);
    }

    [Theory, InlineData("11", Program), InlineData("10", "System.Console.WriteLine();")]
    public void AnOldLanguageThatSuffices(string version, string program)
    {
        var project = feed.Project($"old-{version}", program, $"<LangVersion>{version}</LangVersion><ImplicitUsings>disable</ImplicitUsings>");
        Assert.DoesNotContain("CORODSL2", Dotnet.Try(project.Folder, "build", "-c", "Release").Output, StringComparison.Ordinal);
    }
}
