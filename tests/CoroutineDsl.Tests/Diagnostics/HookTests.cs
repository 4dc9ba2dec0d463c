using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

public sealed partial class HookTests : HubTest
{
    [Fact, Trait("Row", "41")]
    public void Each_greenlet_is_told_of_once_at_its_start_and_at_its_end()
    {
        using var hub = Start();
        Action<Greenlet> spawned = greenlet => Add($"+{greenlet.Name}");
        hub.Spawned += spawned;
        hub.Ended += greenlet => Add($"-{greenlet.Name}");
        var created = Create(Sleeps());
        created.Name = "c";
        created.Link(_ => { });
        Spawn(Sleeps(), "a");
        SpawnLater(Seconds(1), Sleeps(), "b");
        created.Start();
        created.Start();
        Spawn(Sleeps(), "killed").Kill().Await();
        hub.Spawned -= spawned;
        hub.Spawned -= spawned;
        Spawn(Sleeps(), "d");
        Sleep(Seconds(5)).Await();
        Assert.Equal("+a +b +c +killed -killed -a -c -d -b", Trace);
    }

    [Fact]
    public void A_listener_that_throws_is_reported_and_stops_nothing()
    {
        using var hub = Start();
        hub.Spawned += _ => throw new TimeoutException();
        Spawn(Sleeps(), "a").Await();
        Assert.IsType<TimeoutException>(Reported.Single().Failure);
    }

    [Coroutine]
    private static IEnumerator<Yield> Sleeps()
    {
        yield return Sleep(1);
    }
}
