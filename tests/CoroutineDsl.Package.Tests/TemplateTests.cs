using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>What <c>dotnet new</c> makes of the templates builds without a warning, and runs.</summary>
[Collection(PackageCollection.Name)]
public class TemplateTests(PackageFeed feed)
{
    [Fact]
    public void AllBuildAndRun()
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
