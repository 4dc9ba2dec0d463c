using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Tasks.Storm;

/// <summary>Kills and timeouts at random moments of calls that acquire something. Afterwards all of it is with its next taker, and the hub has never stood still.</summary>
public sealed partial class AcquiringStormTests(ITestOutputHelper output) : TaskTest
{
    private const int Rounds = 50;

    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(50);

    [Fact(Timeout = 600_000)]
    public Task Nothing_is_lost() => Task.Factory.StartNew(() =>
    {
        var seed = Storms.StormSize.Seed();
        output.WriteLine($"seed {seed}");
        using var hub = RealTime();
        using var yard = new Acquisitions();
        var random = new Random(seed);
        Run(hub, yard, random, 2, seed); // the first rounds compile what the others run
        using var pauses = new HubPauses();
        var heartbeat = Spawn(pauses.Beat());
        Run(hub, yard, random, Rounds, seed);
        pauses.Stop();
        heartbeat.Join().Await();

        foreach (var kind in yard.All) Assert.True(kind.Supplied == kind.Taken, $"seed {seed}: {kind.Name}: {kind.Taken} of {kind.Supplied} were taken");
        Assert.Equal(yard.Size, yard.Free);
        Assert.Empty(Abandoned);
        Assert.Empty(Reported);
        output.WriteLine($"{yard.All.Count} kinds, {Rounds} kills and timeouts each, {yard.All.Sum(kind => kind.Taken)} taken. {pauses}");
        Assert.True(pauses.Longest < s_longestPause + pauses.OfTheMachine, $"seed {seed}: {pauses}");
    }, TaskCreationOptions.LongRunning);

    private static void Run(Hub hub, Acquisitions yard, Random random, int rounds, int seed)
    {
        var drivers = yard.All.Select(kind => Spawn(Storm(kind, new Random(random.Next()), rounds), kind.Name)).ToArray();
        if (JoinAll(drivers, TimeSpan.FromMinutes(5), raiseError: true).Await().Length < drivers.Length) Assert.Fail($"seed {seed}\n{hub.Dump()}");
    }

    [Coroutine]
    private static IEnumerator<Yield> Storm(Acquisition kind, Random random, int rounds)
    {
        for (var round = 0; round < rounds; round++)
        {
            var isTimed = random.Next(2) == 0;
            var takers = Enumerable.Range(0, kind.Width).Select(_ => isTimed ? Spawn(InTime(kind, random.Next(4))) : Spawn(kind.Take())).ToArray();
            for (var moment = 0; moment < 3; moment++)
            {
                switch (random.Next(4))
                {
                    case 0:
                        kind.Supply();
                        break;
                    case 1:
                        kind.SupplyElsewhere();
                        break;
                    case 2:
                        yield return Sleep(random.Next(3));
                        break;
                    default:
                        yield return Sleep();
                        break;
                }
            }

            if (!isTimed) yield return KillAll(takers);
            JoinAll(takers).Await();
            foreach (var taker in takers.Where(taker => taker.Exception is not (null or GreenletExit))) taker.Get().Await();
        }

        // the pool may still supply; then the next taker takes the rest
        while (!kind.IsQuiet) yield return Sleep(1);
        while (kind.Taken < kind.Supplied) yield return Coroutine.Call(kind.Take());
    }

    [Coroutine]
    private static IEnumerator<Yield> InTime(Acquisition kind, int milliseconds)
    {
        using var timeout = CoTimeout.Start(milliseconds);
        try
        {
            kind.Take().Await();
        }
        catch (CoTimeoutException passed) when (passed.Timeout == timeout)
        {
        }

        yield break;
    }
}
