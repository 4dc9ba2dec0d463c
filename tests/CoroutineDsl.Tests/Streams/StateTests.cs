using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Streams;

/// <summary>A broadcast as Kotlin's <c>StateFlow</c>.</summary>
public sealed partial class StateTests : HubTest
{
    [Coroutine]
    private IEnumerator<Yield> Watches<T>(string name, CoEnumerable<T> values)
    {
        foreach (var value in values)
        {
            Add($"{name} {value},");
            Sleep(10).Await();
        }

        yield break;
    }

    [Fact]
    public void It_has_a_value_from_the_start_and_watchers_get_the_latest()
    {
        using var hub = Start();
        var state = CoBroadcast.State(0);
        Assert.True(state.HasLatest);
        var watchers = new Group { Spawn(Watches("a", state)) };
        Sleep(1).Await();
        for (var i = 1; i <= 5; i++) state.Latest = i;
        Assert.Equal(5, state.Latest);
        watchers.Add(Spawn(Watches("b", state)));
        Sleep(1).Await();
        state.Latest++;
        state.Complete();
        watchers.Join().Await();
        Assert.Equal("a 0, b 5, a 6, b 6,", Trace);
        Assert.Throws<QueueShutDownException>(() => state.Latest = 7);
        Assert.Equal(6, state.Latest);
    }

    [Fact]
    public void An_equal_value_is_given_unless_it_is_filtered()
    {
        using var hub = Start();
        var state = CoBroadcast.State<string?>(null);
        var watchers = new Group { Spawn(Watches("all", state)), Spawn(Watches("changes", state.DistinctUntilChanged())) };
        foreach (var value in new[] { null, "x", "x" })
        {
            Sleep(Seconds(1)).Await();
            state.Latest = value;
        }

        state.Complete();
        watchers.Join().Await();
        Assert.Equal("all , changes , all , all x, changes x, all x,", Trace);
    }

    [Fact]
    public void Where_publishing_may_wait_or_fail_it_is_not_set()
    {
        using var hub = Start();
        foreach (var overflow in new[] { Overflow.Wait, Overflow.Fail })
        {
            var broadcast = new CoBroadcast<int>(1, overflow);
            Assert.Contains("Publish", Assert.Throws<InvalidOperationException>(() => broadcast.Latest = 1).Message);
            Assert.False(broadcast.HasLatest);
        }

        new CoBroadcast<int>(1, Overflow.DropNewest) { Latest = 1 }.Complete();
    }
}
