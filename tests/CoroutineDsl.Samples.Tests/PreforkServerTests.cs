using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Samples.Tests;

/// <summary>The prefork server is reloaded while clients ask it without a break.</summary>
public sealed partial class PreforkServerTests : IDisposable
{
    private const int Hangup = 1;
    private const int Terminate = 15;
    private const int Processes = 2;
    private const int Reloads = 5;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private readonly RunningServer _server = RunningServer.Launch("PreforkServer", "0", $"{Processes}");

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task FiveReloadsUnderWrkFailNoRequest()
    {
        await Lines("serves", Processes);
        var asking = Programs.Run("wrk", "-t1", "-c20", "-d60s", $"http://127.0.0.1:{_server.Port}/");
        for (var i = 0; i < Reloads && !asking.IsCompleted; i++)
        {
            _server.Signal(Hangup);
            await Lines("ended", Processes);
        }

        Assert.False(asking.IsCompleted, "the reloads took longer than wrk asks");
        var (exitCode, output) = await asking;
        Assert.True(exitCode == 0, output);
        Assert.DoesNotMatch("Socket errors|Non-2xx", output);
        Assert.Matches("[1-9][0-9]* requests in", output);
        _server.Signal(Terminate);
        await Lines("stopped", 1);
        _server.WaitForEnd();
    }

    private async Task Lines(string text, int count)
    {
        while (count > 0)
        {
            var line = await _server.ReadLine().WaitAsync(s_patience) ?? throw new InvalidOperationException("the server has ended");
            Assert.DoesNotMatch(Trouble(), line);
            if (line.Contains(text, StringComparison.Ordinal)) count--;
        }
    }

    [GeneratedRegex("given up|killed|exit code")]
    private static partial Regex Trouble();
}
