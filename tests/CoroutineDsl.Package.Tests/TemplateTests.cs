using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>What <c>dotnet new</c> makes of the templates builds without a warning, and runs.</summary>
[Collection(PackageCollection.Name)]
public class TemplateTests(PackageFeed feed)
{
    /// <summary>The package adds its static usings where the usings are implicit, and a template shows what is to be written.</summary>
    [Fact]
    public void NoneWritesAUsingThatThePackageAdds() => Assert.All(
        Directory.GetFiles(Path.Combine(Repository.Root, "templates", "content"), "*.cs", SearchOption.AllDirectories),
        file => Assert.DoesNotContain("using static CoroutineDsl.", File.ReadAllText(file), StringComparison.Ordinal));

    [Fact]
    public async Task AllBuildAndRun()
    {
        var folder = feed.NewFolder("templates");
        string[] hive = ["--debug:custom-hive", Path.Combine(folder, "hive")];
        Dotnet.Run(folder, ["new", "install", Directory.GetFiles(feed.Packages, "CoroutineDsl.Templates.*.nupkg").Single(), .. hive]);

        Dotnet.Run(folder, ["new", "coro-console", "-o", "Hello", .. hive]);
        Dotnet.Run(Path.Combine(folder, "Hello"), "build", "-c", "Release", "-warnaserror");
        Assert.Equal("egon eats 1\nalex eats 1\negon eats 2\nalex eats 2\nalex eats 3\n5 bites\n", Dotnet.Run(folder, Built("Hello")));

        Dotnet.Run(folder, ["new", "coro-server", "-o", "Echo", .. hive]);
        Dotnet.Run(Path.Combine(folder, "Echo"), "build", "-c", "Release", "-warnaserror");
        Assert.Equal("once", Echo("once"));

        Dotnet.Run(folder, ["new", "coro-test", "-o", "Hello.Tests", .. hive]);
        Assert.Contains("Passed:     1", Dotnet.Run(Path.Combine(folder, "Hello.Tests"), "test", "-c", "Release", "-warnaserror"), StringComparison.Ordinal);

        Dotnet.Run(folder, ["new", "coro-worker", "-o", "Import", .. hive]);
        Dotnet.Run(Path.Combine(folder, "Import"), "build", "-c", "Release", "-warnaserror");
        using (var worker = new Served(folder, Built("Import")))
        {
            worker.ReadUntil("a round is done");
            worker.Terminate();
        }

        Dotnet.Run(folder, ["new", "coro-web", "-o", "Site", .. hive]);
        Dotnet.Run(Path.Combine(folder, "Site"), "build", "-c", "Release", "-warnaserror");
        using (var site = new Served(folder, Built("Site"), "--urls", "http://127.0.0.1:0"))
        using (var client = new HttpClient { Timeout = TimeSpan.FromMinutes(1) })
        {
            var line = site.ReadUntil("Now listening on: ");
            var address = line[line.IndexOf("http://", StringComparison.Ordinal)..];
            Assert.Equal("hello world", await client.GetStringAsync(address));
            Assert.Equal("""["part 1","part 2","part 3"]""", await client.GetStringAsync(address + "/report/3"));
            site.Terminate();
        }

        string Built(string name) => Path.Combine(folder, name, "bin", "Release", "net10.0", name + ".dll");

        string Echo(string text)
        {
            using var server = Process.Start(new ProcessStartInfo("dotnet", [Built("Echo"), "0"]) { RedirectStandardOutput = true })!;
            try
            {
                var announced = server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)).Result!;
                Assert.StartsWith("echoes on 127.0.0.1:", announced, StringComparison.Ordinal);
                using var client = new TcpClient { ReceiveTimeout = 60_000 };
                client.Connect(IPEndPoint.Parse(announced["echoes on ".Length..announced.IndexOf(';', StringComparison.Ordinal)]));
                using var stream = client.GetStream();
                using var writer = new StreamWriter(stream) { AutoFlush = true };
                writer.Write(text + "\n");
                return new StreamReader(stream).ReadLine()!;
            }
            finally
            {
                server.Kill();
                server.WaitForExit();
            }
        }
    }
}
