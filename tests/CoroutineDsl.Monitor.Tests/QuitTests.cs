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
        for (var tries = 0; (!text.Contains("auditor: waits for a bounded semaphore", StringComparison.Ordinal) || !text.Contains("busy with reporter", StringComparison.Ordinal)) && tries < 60; tries++) text = server.Quit();
        Assert.Matches($@"(?m)^(CoroutineDsl monitor.*\n)?--- hub server of process {server.Id} at \d{{4}}-", text);
        Assert.Contains("A cycle: billing waits for warehouse waits for dispatch waits for billing. Nothing but a kill can end it.", text, StringComparison.Ordinal);
        Assert.Matches(@"auditor #\d+ waits for a bounded semaphore that careless holds, which has ended: nobody will give it back", text);
        Assert.Matches(@"1,000  waits for an item of a queue, at Talk, Troubles\.cs:\d+", text);
        Assert.Matches(@"legacy: .*not lowered\]\n    at Legacy in \S+Troubles\.cs:line \d+", text);
        Assert.Matches(@"  busy with reporter, at Computes, Troubles\.cs:\d+: about \d+ ms", text);
        Assert.Matches(@"  \+\d+ parked at WaitsForever, Troubles\.cs:\d+, for an event", text);
        Assert.Matches(@"auditor: .*seen so for \d", server.Quit()); // the look before is known
    }
}
