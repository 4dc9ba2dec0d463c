using Xunit;

namespace CoroutineDsl.Monitor.Tests;

/// <summary>A program with <see cref="HubOptions.DumpsOnQuit"/>, a real process, and what SIGQUIT makes it write: all that a reader has where nobody listened.</summary>
public sealed class QuitTests
{
    [Fact]
    public void A_quit_signal_writes_who_stands_where_and_what_the_next_second_shows()
    {
        using var server = TroubledProcess.Start(1000);
        var text = server.Quit();
        Assert.Matches("Look again in a while: nobody had looked until .* ago.*\n--- end ---$", text);
        string[] wanted = ["auditor: waits for a bounded semaphore", "busy with reporter", "reporter #", "compared with"];
        for (var tries = 0; !Array.TrueForAll(wanted, part => text.Contains(part, StringComparison.Ordinal)) && tries < 60; tries++) text = server.Quit();
        Assert.Matches($@"(?m)^(CoroutineDsl monitor.*\n)?--- hub server of process {server.Id} at \d{{4}}-", text);
        Assert.Contains("A cycle: billing waits for warehouse waits for dispatch waits for billing. Nothing but a kill can end it.", text, StringComparison.Ordinal);
        Assert.Matches(@"auditor #\d+ waits for a bounded semaphore that careless holds, which has ended: nobody will give it back", text);
        Assert.Matches(@"1,000  waits for an item of a queue, at Talk, Troubles\.cs:\d+", text);
        Assert.Matches(@"legacy: .*not lowered\]\n    at Legacy in \S+Troubles\.cs:\d+", text);
        Assert.Matches(@"  busy with reporter for about \d+ ms, after Computes, Troubles\.cs:\d+", text);
        Assert.Matches(@"  \+\d+ parked at WaitsForever, Troubles\.cs:\d+, for an event", text);
        // the end has it all, by both looks, and stands behind them
        var end = text[text.IndexOf("What looks wrong, in all:", StringComparison.Ordinal)..];
        Assert.True(text.IndexOf(", in the second since ---", StringComparison.Ordinal) < text.Length - end.Length);
        Assert.Matches(@"  \+\d+ parked at WaitsForever, Troubles\.cs:\d+, for an event \(compared with [\d.]+ m?s ago: [\d,.]+ a (second|minute)\), [\d,]+ in all, spawned by poller #\d+ ", end);
        Assert.Matches(@"  reporter #\d+ (has kept|keeps) the hub busy", end);
        Assert.Matches(@"  A cycle: billing .* for (at least )?[\d.]+ m?s", end);
        Assert.Matches(@"  auditor #\d+ waits .* for (at least )?[\d.]+ m?s", end);
        Assert.Matches(@"  Not lowered.*legacy #\d+", end);
        Assert.Matches(@"auditor: .*there for at least \d", server.Quit()); // the look before is known
    }
}
