using System.Xml.Linq;
using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>Who counts which lines ran is told of the user's lines only, and of all of them: by the machines, since the iterators that C# makes do not run.</summary>
[Collection(PackageCollection.Name)]
public class CoverageTests(PackageFeed feed)
{
    [Theory]
    [InlineData("Debug")]
    [InlineData("Release")]
    public void WhatATestRunsWhollyIsCoveredWholly(string configuration)
    {
        var project = feed.Project($"covered{configuration}", Program, "<IsTestProject>true</IsTestProject>", """
            <PackageReference Include="coverlet.collector" Version="10.0.1" />
            <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.0.1" />
            <PackageReference Include="xunit" Version="2.9.3" />
            <PackageReference Include="xunit.runner.visualstudio" Version="3.1.5" />
            """);
        project.Write("coverage.runsettings", """
            <RunSettings>
              <DataCollectionRunSettings>
                <DataCollectors>
                  <DataCollector friendlyName="XPlat code coverage">
                    <Configuration>
                      <IncludeTestAssembly>true</IncludeTestAssembly>
                    </Configuration>
                  </DataCollector>
                </DataCollectors>
              </DataCollectionRunSettings>
            </RunSettings>
            """);
        Dotnet.Run(project.Folder, ["test", "-c", configuration, "--collect", "XPlat Code Coverage", "--settings", "coverage.runsettings", "--results-directory", "results"]);
        var report = XDocument.Load(Directory.GetFiles(Path.Combine(project.Folder, "results"), "coverage.cobertura.xml", SearchOption.AllDirectories).Single());
        var lines = from type in report.Descendants("class")
                    let file = Path.GetFileName((string)type.Attribute("filename")!)
                    where file != "Microsoft.NET.Test.Sdk.Program.cs"
                    from line in type.Element("lines")!.Elements("line")
                    select (Place: $"{file}:{(string)line.Attribute("number")!}", IsHit: (string)line.Attribute("hits")! != "0");
        Assert.All(lines, line => Assert.StartsWith("Program.cs:", line.Place));
        Assert.Equal([], lines.Where(line => !line.IsHit).Select(line => line.Place));
        Assert.InRange(lines.Count(), 50, 200);
    }

    private const string Program = """
            using CoroutineDsl;
            using Xunit;
            using static CoroutineDsl.Greenlet;

            public partial class Covered
            {
                [Fact]
                public void EachLineRuns()
                {
                    Hub.Run(Loop(3));
                    Hub.Run(Loop(-1));
                    Hub.Run(Many(3));
                    Hub.Run(One());
                    Hub.Run(TryWithoutWaits());
                    Hub.Run(new Covered().Instance(1));
                    Hub.Run(new Covered().Instance(2));
                    Hub.Run(Patched());
                    Hub.Run(Generic<int>(1));
                }

                [Coroutine]
                public static IEnumerator<Yield> Loop(int n)
                {
                    var sum = 0;
                    if (n < 0)
                    {
                        sum = -1;
                        yield break;
                    }
                    for (var i = 0; i < n; i++)
                    {
                        yield return Sleep(1);
                        sum += i;
                    }
                    try
                    {
                        Sleep(1).Await();
                        sum += One().Await();
                        throw new InvalidOperationException();
                    }
                    catch (InvalidOperationException) when (sum > 0)
                    {
                        Console.WriteLine("caught");
                        Sleep(1).Await();
                    }
                    finally
                    {
                        Console.WriteLine(sum);
                    }
                    Func<int> f = () =>
                    {
                        return sum;
                    };
                    f();
                }

                [Coroutine]
                public static IEnumerator<Yield<int>> One()
                {
                    yield return Sleep(1);
                    yield return 1;
                }

                [Coroutine]
                public static IEnumerator<Yield> Many(int n)
                {
                    foreach (var x in Stream(n))
                    {
                        Console.WriteLine(x);
                    }
                    yield break;
                }

                [Coroutine]
                public static IEnumerable<int> Stream(int n)
                {
                    for (var i = 0; i < n; i++)
                    {
                        Sleep(1).Await();
                        yield return i;
                    }
                }

                private int _field;

                [Coroutine]
                public IEnumerator<Yield> Instance(int n)
                {
                    _field = n;
                    var i = 0;
                    while (true)
                    {
                        switch (i++)
                        {
                            case 0:
                                yield return Sleep(1);
                                break;
                            case 1:
                                _field += One().Await();
                                continue;
                            default:
                                goto Out;
                        }
                    }
                Out:
                    using (var m = new System.IO.MemoryStream())
                    {
                        m.WriteByte(1);
                        yield return Sleep(1);
                    }
                    lock (this)
                    {
                        _field++;
                    }
                    var s = _field switch
                    {
                        4 => "x",
                        _ => One().Await().ToString(),
                    };
                    Console.WriteLine(s);
                    Say(s);
                    void Say(string text)
                    {
                        Console.WriteLine(text);
                    }
                }

                [Coroutine(Patch = true)]
                public static IEnumerator<Yield> Patched()
                {
                    System.Threading.Thread.Sleep(1);
                    yield break;
                }

                [Coroutine]
                public static IEnumerator<Yield<T>> Generic<T>(T x)
                {
                    yield return Sleep(1);
                    yield return x;
                }

                [Coroutine]
                public static IEnumerator<Yield> TryWithoutWaits()
                {
                    yield return Sleep(1);
                    try
                    {
                        throw new InvalidOperationException("plain");
                    }
                    catch (InvalidOperationException e) when (e.Message == "plain")
                    {
                        Console.WriteLine(e.Message);
                    }
                    finally
                    {
                        Console.WriteLine("finally");
                    }
                    yield return Sleep(2);
                }
            }
            """;
}
