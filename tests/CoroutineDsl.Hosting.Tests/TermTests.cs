using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Hosting.Tests;

/// <summary>The sample HostedServices as a process of its own: Kestrel, a service and a server on greenlets, and SIGTERM.</summary>
public sealed partial class TermTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Sigterm_ends_services_and_connections_within_the_grace()
    {
        using var process = Start("--urls", "http://127.0.0.1:0", "--EchoPort", "0", "--GreenletHub:StopGrace", "00:00:00.5");
        try
        {
            var output = new StringBuilder();
            var echo = await Until(process, output, Listening());
            var web = await Until(process, output, Web());
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{web}") };
            Assert.Equal("Healthy", await http.GetStringAsync("/health"));
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, int.Parse(echo, CultureInfo.InvariantCulture));
            await client.GetStream().WriteAsync("hello\n"u8.ToArray());
            var answer = new byte[6];
            await client.GetStream().ReadExactlyAsync(answer);
            Assert.Equal("hello\n"u8.ToArray(), answer);
            Assert.Contains("at Talk in ", await http.GetStringAsync("/greenlets"), StringComparison.Ordinal); // Talk is on the hub now
            using (var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)])) await kill.WaitForExitAsync();
            Assert.Equal(0, await client.GetStream().ReadAsync(answer).AsTask().WaitAsync(s_limit)); // its connection is closed by its own end
            await process.WaitForExitAsync().WaitAsync(s_limit);
            Assert.Equal(0, process.ExitCode);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in (string[])[Repository.Sample("HostedServices"), .. arguments]) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    private static async Task<string> Until(Process process, StringBuilder output, Regex wanted)
    {
        while (!wanted.IsMatch(output.ToString()))
        {
            var line = await process.StandardOutput.ReadLineAsync().WaitAsync(s_limit);
            Assert.True(line is not null, output.ToString());
            output.AppendLine(line);
        }

        return wanted.Match(output.ToString()).Groups[1].Value;
    }

    [GeneratedRegex(@"Greenlet server listens on 127\.0\.0\.1:(\d+)")]
    private static partial Regex Listening();

    [GeneratedRegex(@"Now listening on: http://127\.0\.0\.1:(\d+)")]
    private static partial Regex Web();
}
