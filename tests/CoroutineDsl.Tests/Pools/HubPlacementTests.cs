using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Pools;

public sealed partial class HubPlacementTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Coroutine]
    private static IEnumerator<Yield<Hub>> TellHub()
    {
        yield return Hub.Current;
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitFor(AsyncResult<bool> end)
    {
        end.Wait().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> WaitUntilKilled(AsyncResult<bool> begun, AsyncResult<bool> killed)
    {
        try
        {
            begun.Set(true);
            yield return Sleep(TimeSpan.FromDays(1));
        }
        finally
        {
            killed.Set(true);
        }

        yield return 1;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Fail()
    {
        yield return Sleep();
        throw new FormatException("there");
    }

    [Fact]
    public async Task The_least_loaded_is_the_one_with_the_fewest_that_have_not_ended()
    {
        using var group = new HubGroup(3);
        var end = new AsyncResult<bool>();
        var first = group.Spawn(() => WaitFor(end), HubPlacement.Pinned(0));
        var second = group.Spawn(() => WaitFor(end), HubPlacement.Pinned(1));
        Assert.Same(group[2], await group.Spawn(() => TellHub(), HubPlacement.LeastLoaded).WaitAsync(Patience));
        var third = group.Spawn(() => WaitFor(end), HubPlacement.LeastLoaded);
        var fourth = group.Spawn(() => WaitFor(end), HubPlacement.LeastLoaded);
        end.Set(true);
        await Task.WhenAll(first, second, third, fourth).WaitAsync(Patience);
    }

    [Fact]
    public async Task Equal_keys_go_to_one_hub()
    {
        using var group = new HubGroup(4);
        var hubs = new Dictionary<string, Hub>();
        for (var i = 0; i < 100; i++)
        {
            var key = $"room {i % 10}";
            var hub = await group.Spawn(() => TellHub(), HubPlacement.ByKey(key)).WaitAsync(Patience);
            Assert.Same(hubs.TryGetValue(key, out var known) ? known : hubs[key] = hub, hub);
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => HubPlacement.Pinned(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => { _ = group.Spawn(() => TellHub(), HubPlacement.Pinned(4)); });
        Assert.True(HubPlacement.ByKey(3) == HubPlacement.ByKey(3) && HubPlacement.InTurn != HubPlacement.LeastLoaded);
    }

    [Fact]
    public void A_result_of_another_hub_is_waited_for_here_and_a_kill_goes_there()
    {
        using var group = new HubGroup(2);
        using var hub = new Hub(new HubOptions());
        Hub.Run(Asks(group));
    }

    [Coroutine]
    private static IEnumerator<Yield> Asks(HubGroup group)
    {
        Assert.Same(group[1], group.Run(() => TellHub(), HubPlacement.Pinned(1)).Await());
        Assert.Throws<FormatException>(() => { group.Run(() => Fail()).Await(); });
        var (begun, killed) = (new AsyncResult<bool>(), new AsyncResult<bool>());
        var waiting = Spawn(RunThere(group, begun, killed));
        begun.Wait().Await();
        yield return waiting.Kill();
        Assert.True(killed.Wait(Patience).Await());
    }

    [Coroutine]
    private static IEnumerator<Yield> RunThere(HubGroup group, AsyncResult<bool> begun, AsyncResult<bool> killed)
    {
        group.Run(() => WaitUntilKilled(begun, killed)).Await();
        yield break;
    }
}
