using Xunit;
using Xunit.Abstractions;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Storms;

/// <summary>Kills, deadlines and cancellations at random moments, among scopes, shields, nurseries and cleanup that waits: every cleanup ends, and nothing is left behind.</summary>
public sealed partial class ExitStormTests(ITestOutputHelper output) : HubTest
{
    private const int Workers = 60;
    private const int Blows = 400;

    private readonly List<CancelScope> _scopes = [];
    private int _entered;
    private int _cleaned;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_cleanup_ends_and_nothing_is_left_behind(int fixedSeed)
    {
        var seed = fixedSeed == 0 ? StormSize.Seed() : fixedSeed;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var hub = Start();
        var workers = Enumerable.Range(0, Workers).Select(index => Spawn(Works(random, 3), $"worker {index}")).ToArray();
        for (var i = 0; i < Blows; i++)
        {
            Sleep(random.Next(3)).Await();
            if (random.Next(2) == 0) _ = workers[random.Next(Workers)].Kill();
            else if (_scopes.Count > 0) _scopes[random.Next(_scopes.Count)].Cancel();
        }

        JoinAll(workers, Seconds(1000)).Await();
        Assert.All(workers, worker => Assert.True(worker.IsReady, $"{worker} is stuck, seed {seed}."));
        Assert.All(workers, worker => Assert.True(worker.Exception is null, $"{worker.Name} failed, seed {seed}: {worker.Exception}"));
        Sleep().Await();
        Assert.Equal(_entered, _cleaned);
        Assert.NotEqual(0, _entered);
        Assert.Equal(0, hub.Count);
        Assert.Equal(0, hub.Timers.Count);
        Assert.Empty(Reported);
    }

    [Coroutine]
    private IEnumerator<Yield> Works(Random random, int depth)
    {
        for (var i = 0; i < 4; i++)
        {
            switch (depth == 0 ? 0 : random.Next(7))
            {
                case 0:
                    Sleep(random.Next(5)).Await();
                    break;
                case 1:
                    CancelScope.Run(scope => WorksInAScope(scope, random, depth - 1), random.Next(2) == 0 ? null : TimeSpan.FromMilliseconds(random.Next(10)), random.Next(4) == 0).Await();
                    break;
                case 2:
                    WorksInTime(random, depth - 1).Await();
                    break;
                case 3:
                    CleansUp(random, depth - 1).Await();
                    break;
                case 4:
                    Nursery.Run(nursery => Owns(nursery, random, depth - 1)).Await();
                    break;
                case 5:
                    Nursery.Shield(Bodies.SleepsFor(random.Next(3))).Await();
                    break;
                default:
                    OwnsInUsing(random, depth - 1).Await();
                    break;
            }
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WorksInAScope(CancelScope scope, Random random, int depth)
    {
        _scopes.Add(scope);
        try
        {
            Works(random, depth).Await();
        }
        finally
        {
            _scopes.Remove(scope);
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> WorksInTime(Random random, int depth)
    {
        using var timeout = CoTimeout.Start(random.Next(10));
        try
        {
            Works(random, depth).Await();
        }
        catch (CoTimeoutException passed) when (passed.Timeout == timeout)
        {
            Sleep(1).Await();
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> CleansUp(Random random, int depth)
    {
        _entered++;
        var isExit = true;
        try
        {
            Works(random, depth).Await();
            isExit = false;
        }
        finally
        {
            if (isExit) Sleep(random.Next(3)).Await();
            _cleaned++;
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Owns(Nursery nursery, Random random, int depth)
    {
        nursery.Spawn(Works(random, depth));
        nursery.Spawn(CleansUp(random, depth));
        Works(random, depth).Await();
        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> OwnsInUsing(Random random, int depth)
    {
        using var nursery = new Nursery();
        nursery.Spawn(CleansUp(random, depth));
        Works(random, depth).Await();
        yield return nursery.Join();
    }
}
