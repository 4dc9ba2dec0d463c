using CoroutineDsl.Tests.Net;
using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Storms;

/// <summary>Greenlets killed and timed out at random while they wait at every primitive: nothing is lost, nothing is left behind. Alone, since it looks at the memory of the whole process.</summary>
[Collection(Descriptors.Alone)]
public sealed partial class StormTests(ITestOutputHelper output) : HubTest
{
    private const int Round = 1000;

    private readonly CoEvent _event = new();

    [Fact]
    public void Nothing_is_lost_and_nothing_is_left_behind()
    {
        var seed = StormSize.Seed();
        output.WriteLine($"seed {seed}");
        using var hub = Start(new HubOptions { Seed = seed });
        hub.Deadlocked = report => throw new InvalidOperationException(report.ToString());
        var playground = new Playground(hub, seed);
        playground.Play(Round); // what lives as long as the primitives
        var before = Alive();
        for (var left = StormSize.Of(20_000) - Round; left > 0; left -= Round) playground.Play(Round);
        Assert.Empty(Reported);
        Assert.InRange(Alive() - before, long.MinValue, 4_000_000);
    }

    [Fact]
    public void A_hundred_thousand_greenlets_come_and_go()
    {
        using var hub = Start();
        var before = Alive();
        for (var round = 0; round < 10; round++) ComeAndGo();
        Assert.Equal((0, 0, 0), (hub.Count, hub.Timers.Count, _event.Statistics.Waiting));
        Assert.InRange(Alive() - before, long.MinValue, 2_000_000);

        void ComeAndGo()
        {
            var greenlets = Enumerable.Range(0, 10_000).Select(i => Spawn(Waits(i))).ToArray();
            Sleep().Await();
            KillAll(greenlets.Where((_, i) => i % 3 == 0)).Await();
            _event.Set();
            JoinAll(greenlets).Await();
            _event.Clear();
        }
    }

    private static long Alive() => GC.GetTotalMemory(forceFullCollection: true);

    [Coroutine]
    private IEnumerator<Yield> Waits(int number)
    {
        yield return number % 2 == 0 ? (Suspension)_event.Wait() : Sleep(number % 7);
    }
}
