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

    [Fact]
    public void AnOldLanguage()
    {
        var project = feed.Project("old", Program, "<LangVersion>12</LangVersion><ImplicitUsings>disable</ImplicitUsings>");
        Assert.Contains("warning CORODSL2: CoroutineDsl generates code in C# 13, and LangVersion is 12. Remove LangVersion", Dotnet.Try(project.Folder, "build", "-c", "Release").Output, StringComparison.Ordinal);
    }
}
