using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

/// <summary>What a tree says in words, and what one look tells the next.</summary>
public sealed partial class TreeTextTests : HubTest
{
    [Fact]
    public void Who_listens_later_makes_nobody_younger_and_forgets_no_spawner()
    {
        using var hub = Start();
        var old = Spawn(NapsTwice(), "old");
        Sleep(1).Await();
        GreenletTree.Capture(hub);
        using (GreenletTree.Watch(hub))
        {
            Sleep(Seconds(1)).Await(); // it runs while somebody listens
            Spawn(SpawnsOne(), "parent");
            Sleep(Seconds(4)).Await();
            var seen = GreenletTree.Capture(hub).Find(old.Id)!;
            Assert.True(seen is { IsBornExact: false, Spawner: null } && seen.Age >= Seconds(5));
            Assert.Equal(Seconds(5), seen.CountedFor);
        }

        Sleep(Seconds(10)).Await();
        using (GreenletTree.Watch(hub))
        {
            var tree = GreenletTree.Capture(hub);
            var child = tree.Greenlets.Single(greenlet => greenlet.Name == "child");
            Assert.Equal(("parent", true, nameof(SpawnsOne)), (child.Spawner, child.IsBornExact, child.SpawnedAt!.Value.Method));
            Assert.Equal(Seconds(13), child.Age);
            Assert.True(tree.Find(old.Id)!.Age >= Seconds(15));
        }
    }

    [Fact]
    public void Of_many_that_are_alike_the_text_has_the_first_and_how_many_more()
    {
        using var hub = Start();
        hub.Deadlocked = _ => { };
        var orphaned = new BoundedSemaphore(1);
        Spawn(TakesAndDies(orphaned), "careless");
        var many = SpawnMany(1000);
        for (var i = 0; i < 9; i++) Spawn(TakesAndDies(orphaned), $"waiter-{i}");
        Sleep(1).Await();
        var tree = GreenletTree.Capture(hub);
        var text = tree.ToString();
        Assert.Contains("  and 997 more: waits for time to pass, at Naps, TreeTextTests.cs:", text, StringComparison.Ordinal);
        Assert.Contains($"[#{many[2].Id}", text, StringComparison.Ordinal);
        Assert.DoesNotContain($"[#{many[3].Id}", text, StringComparison.Ordinal);
        Assert.Contains("\n  waiter-8: waits", text, StringComparison.Ordinal); // who is in trouble is never left out
        Assert.Contains($"[#{many[999].Id}", tree.ToString(isWhole: true), StringComparison.Ordinal);
        Assert.Contains("  Who spawned them is unknown: nobody listened then", text, StringComparison.Ordinal);
        var end = text[text.IndexOf("What looks wrong, once more:", StringComparison.Ordinal)..];
        Assert.Contains("waiter-8 #", end, StringComparison.Ordinal);
        Assert.EndsWith("\n", end, StringComparison.Ordinal);
    }

    [Fact]
    public void What_grows_names_who_spawned_it_or_says_that_nobody_listened()
    {
        using var hub = Start();
        Sleep(1).Await();
        var before = GreenletTree.Capture(hub);
        SpawnMany(2);
        Sleep(1).Await();
        Assert.EndsWith("spawned by: unknown, nobody listened when they were spawned\n", GreenletTree.Capture(hub).Leaks(before).ToString(), StringComparison.Ordinal);
        using (GreenletTree.Watch(hub)) Spawn(SpawnsSome(), "spawner").Await();
        Sleep(1).Await();
        Assert.Matches(@"\+5 parked at Naps, .*, spawned by spawner #\d+ at SpawnsSome, TreeTextTests\.cs:\d+", GreenletTree.Capture(hub).Leaks(before).ToString());
    }

    [Fact]
    public void What_is_not_lowered_is_named_with_who_runs_it_and_what_to_do()
    {
        using var hub = Start();
        Func<IEnumerator<Yield>> plain = Plain, other = Other;
        for (var i = 0; i < 3; i++) Spawn(plain(), $"p-{i}");
        var last = Spawn(other(), "o");
        Sleep(1).Await();
        var tree = GreenletTree.Capture(hub);
        Assert.Matches(@"^Not lowered, and slower for it: the coroutine Plain of p-0 #\d+ and 2 more\. It stands at Plain, TreeTextTests\.cs:\d+.*, waits for time to pass\. Mark Plain \[Coroutine\]; .* The same of Other\.$", TreeText.Unlowered(tree));
        Assert.Contains("Other is not lowered", tree.Find(last.Id)!.ToString(), StringComparison.Ordinal); // it stands in a lowered one
    }

    [Fact]
    public void A_long_step_names_the_wait_that_it_came_to()
    {
        using var hub = Start();
        var (time, watch) = (0L, HubInsight.Of(hub).Watch);
        watch.Now = () => time;
        using var listens = GreenletTree.Watch(hub);
        Spawn(Computes(() => time += System.Diagnostics.Stopwatch.Frequency), "hog");
        Sleep(Seconds(2)).Await();
        var text = GreenletTree.Capture(hub).ToString();
        Assert.Matches(@"hog #\d+ has kept the hub busy for up to 1 s at a time without a wait, before it came to its wait at Computes, TreeTextTests\.cs:\d+; ", text);
    }

    [Theory]
    [InlineData(nameof(SpawnsOne))] // the line is lost
    [InlineData(null)] // the whole step is inlined
    public void Where_code_is_optimised_the_line_is_that_of_the_spawners_step(string? method)
    {
        using var hub = Start();
        HubInsight.Of(hub).Watch.SpawnPlace = () => method is null ? null : new FrameLocation(method, 0, "");
        using var watch = GreenletTree.Watch(hub);
        Spawn(SpawnsOne(), "parent");
        Sleep(Seconds(5)).Await();
        var place = GreenletTree.Capture(hub).Greenlets.Single(greenlet => greenlet.Name == "child").SpawnedAt!.Value;
        Assert.Equal((nameof(SpawnsOne), true), (place.Method, place.Line > 0));
        Assert.Contains(nameof(TreeTextTests), place.File, StringComparison.Ordinal);
        Assert.Contains($" after {nameof(SpawnsOne)}, ", TreeText.SpawnedBy(GreenletTree.Capture(hub).Greenlets.Single(greenlet => greenlet.Name == "child")), StringComparison.Ordinal); // and says so
    }

    private static List<Greenlet> SpawnMany(int count) => [.. Enumerable.Range(0, count).Select(_ => Spawn(Naps(Forever)))];

    [Coroutine]
    private static IEnumerator<Yield> SpawnsSome()
    {
        for (var i = 0; i < 3; i++) Spawn(Naps(Forever));
        yield return Sleep();
        GreenletTree.Capture(Hub.Current);
    }

    [Coroutine]
    private static IEnumerator<Yield> SpawnsOne()
    {
        yield return Sleep(Seconds(1));
        Spawn(NapsTwice(), "child");
    }

#pragma warning disable CORO013 // they run un-lowered
    private static IEnumerator<Yield> Plain()
    {
        yield return Sleep(Forever);
    }

    private static IEnumerator<Yield> Other()
    {
        yield return Coroutine.Call(Naps(Forever));
    }
#pragma warning restore CORO013

    [Coroutine]
    private static IEnumerator<Yield> Computes(Action compute)
    {
        yield return Sleep(1);
        compute();
        yield return Sleep(Forever);
    }

    [Coroutine]
    private static IEnumerator<Yield> NapsTwice()
    {
        yield return Sleep(Seconds(1));
        yield return Sleep(Seconds(1));
        yield return Sleep(Forever);
    }

    [Coroutine]
    private static IEnumerator<Yield> Naps(TimeSpan span)
    {
        yield return Sleep(span);
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesAndDies(CoSemaphore gate)
    {
        yield return gate.Acquire();
    }
}
