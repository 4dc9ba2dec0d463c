using System.Text.Json;
using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

public sealed partial class GreenletTreeTests : HubTest
{
    [Fact]
    public void It_tells_what_each_greenlet_waits_for_where_and_for_how_long()
    {
        using var hub = Start();
        var queue = new CoQueue<string>();
        var reader = Spawn(Reads(queue), "reader");
        Spawn(Naps(Seconds(60)), "napper");
        Sleep(Seconds(1)).Await();
        var tree = GreenletTree.Capture(hub);
        Assert.Equal(["reader", "napper"], tree.Greenlets.Select(greenlet => greenlet.Name));
        var info = tree.Find(reader.Id)!;
        Assert.Equal((GreenletStatus.Waiting, "an item of a queue"), (info.Status, info.WaitsFor));
        Assert.Equal([nameof(Reads) + "Inner", nameof(Reads)], info.Frames.Select(frame => frame.Method));
        Assert.All(info.Frames, frame => Assert.True(frame.Line > 0 && frame.File.EndsWith("GreenletTreeTests.cs", StringComparison.Ordinal)));
        Assert.Equal(Seconds(59), tree.Greenlets[1].TimeLeft);
        Assert.Equal(GreenletStatus.Running, tree.Main.Status);
        Assert.False(tree.IsRacing);
    }

    [Fact]
    public void To_look_at_a_hundred_thousand_writes_nothing_into_them()
    {
        using var hub = Start();
        var greenlets = SpawnMany(100_000);
        Sleep(1).Await();
        var tree = GreenletTree.Capture(hub);
        Assert.Equal(100_000, tree.Greenlets.Count);
        Assert.Equal(100_000, tree.Greenlets.Select(info => info.Name).Distinct().Count());
        Assert.All(greenlets, greenlet => Assert.Null(greenlet.Extras));
    }

    [Fact]
    public void A_hub_that_does_not_answer_is_read_from_outside()
    {
        using var hub = new Hub(new HubOptions { MaxBlockingTime = null });
        using var looked = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        GreenletTree? tree = null;
        Spawn(Naps(Seconds(100)), "napper");
        var hog = Spawn(Hogs(busy, looked), "hog");
        var thread = new Thread(() =>
        {
            try
            {
                busy.Wait();
                tree = GreenletTree.Capture(hub);
            }
            finally
            {
                looked.Set();
            }
        });
        thread.Start();
        hog.Await();
        thread.Join();
        Assert.True(tree!.IsRacing);
        var info = tree.Find(hog.Id)!;
        Assert.Equal((GreenletStatus.Running, nameof(Hogs)), (info.Status, info.Place.Method));
        Assert.True(tree.BusyFor >= TimeSpan.FromMilliseconds(100));
        Assert.Equal("time to pass", tree.Greenlets.Single(greenlet => greenlet.Name == "napper").WaitsFor);
        Assert.Contains("hog #" + hog.Id + " keeps the hub busy", tree.ToString(), StringComparison.Ordinal);
        Assert.Matches(@"without a wait\. Its step began after Hogs, GreenletTreeTests\.cs:\d+", tree.ToString());
        Assert.Matches(@"at Hogs in .*GreenletTreeTests\.cs:\d+: its step began after this line", tree.ToString());
    }

    [Fact]
    public void A_read_that_races_with_the_hub_never_fails()
    {
        using var hub = new Hub(new HubOptions());
        var isOver = false;
        var failure = (Exception?)null;
        var thread = new Thread(() =>
        {
            try
            {
                for (var i = 0; i < 300; i++)
                {
                    var reader = new GreenletReader(hub);
                    reader.Begin(Watchdog.Busy(hub).Greenlet, isRacing: true);
                    foreach (var greenlet in hub.PeekGreenlets()) reader.Read(greenlet)?.ToString();
                    reader.FindPlaces();
                }
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            Volatile.Write(ref isOver, true);
        });
        thread.Start();
        Spawn(Churns(() => Volatile.Read(ref isOver))).Await();
        thread.Join();
        Assert.Null(failure);
    }

    [Fact]
    public void While_somebody_listens_it_knows_who_spawned_whom_where_and_since_when()
    {
        using var hub = Start();
        using (GreenletTree.Watch(hub))
        {
            var parent = Spawn(SpawnsOne(), "parent");
            Sleep(Seconds(5)).Await();
            var child = GreenletTree.Capture(hub).Greenlets.Single(greenlet => greenlet.Name == "child");
            Assert.Equal((parent.Id, "parent"), (child.SpawnerId, child.Spawner));
            Assert.Equal(nameof(SpawnsOne), child.SpawnedAt!.Value.Method);
            Assert.True(child.SpawnedAt.Value.Line > 0);
            Assert.True(child.IsBornExact && child.IsSinceExact);
            Assert.Equal((Seconds(4), Seconds(2)), (child.Age, child.TimeThere));
            Assert.Equal(3, child.Switches);
        }

        Sleep(Seconds(1)).Await();
        Assert.Null(GreenletTree.Capture(hub).Greenlets.Single().Switches);
        Assert.False(hub.Hooks.AreStepsRaised);
    }

    [Fact]
    public void While_nobody_listens_it_knows_since_which_look_at_least()
    {
        using var hub = Start();
        Spawn(Naps(Seconds(100)), "napper");
        Sleep(Seconds(1)).Await();
        Assert.Equal(TimeSpan.Zero, GreenletTree.Capture(hub).Greenlets[0].Age);
        Sleep(Seconds(7)).Await();
        var napper = GreenletTree.Capture(hub).Greenlets[0];
        Assert.Equal((Seconds(7), Seconds(7), false), (napper.Age, napper.TimeThere, napper.IsSinceExact));
        Assert.Contains("there for at least 7 s", napper.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_finds_cycles_and_waits_for_what_a_dead_greenlet_holds()
    {
        using var hub = Start();
        hub.Deadlocked = _ => { };
        var (a, b, c, orphaned) = (new CoLock(), new CoLock(), new CoLock(), new BoundedSemaphore(1));
        Spawn(TakesAndDies(orphaned), "careless");
        Spawn(TakesTwo(a, b), "one");
        Spawn(TakesTwo(b, c), "two");
        Spawn(TakesTwo(c, a), "three");
        Sleep(1).Await();
        Spawn(TakesAndDies(orphaned), "waiter");
        Sleep(Seconds(1)).Await();
        var tree = GreenletTree.Capture(hub);
        Assert.Equal(["one", "two", "three"], Assert.Single(tree.Cycles).Select(member => member.Name));
        Assert.Equal("waiter", Assert.Single(tree.Orphans).Name);
        var text = tree.Leaks().ToString();
        Assert.Contains("A cycle: one waits for two waits for three waits for one. Nothing but a kill can end it.", text, StringComparison.Ordinal);
        Assert.Contains("waits for a bounded semaphore that careless holds, which has ended: nobody will give it back", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diff_of_two_looks_counts_by_place()
    {
        using var hub = Start();
        SpawnMany(3);
        Sleep(1).Await();
        var before = GreenletTree.Capture(hub);
        SpawnMany(950);
        Sleep(1).Await();
        var report = GreenletTree.Capture(hub).Leaks(before);
        var change = Assert.Single(report.Changes);
        Assert.Equal((950, nameof(Naps)), (change.Count, change.Place.Method));
        Assert.StartsWith($"+950 parked at Naps, GreenletTreeTests.cs:{change.Place.Line}", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Its_json_says_the_same()
    {
        using var hub = Start();
        var reader = Spawn(Reads(new CoQueue<string>()), "reader");
        Sleep(1).Await();
        using var json = JsonDocument.Parse(GreenletTree.Capture(hub).ToJson());
        var greenlet = json.RootElement.GetProperty("greenlets")[0];
        Assert.Equal((reader.Id, "waiting", "an item of a queue"), (greenlet.GetProperty("id").GetInt64(), greenlet.GetProperty("status").GetString(), greenlet.GetProperty("waitsFor").GetString()));
        Assert.Equal(2, greenlet.GetProperty("frames").GetArrayLength());
    }

    [Fact]
    public void A_hub_has_a_name_and_a_large_one_is_told_by_place_first()
    {
        using var hub = Start(new HubOptions { Name = "web" });
        SpawnMany(1000);
        Sleep(1).Await();
        var tree = GreenletTree.Capture(hub);
        Assert.Equal("web", tree.HubName);
        Assert.Equal(1000, Assert.Single(tree.Places()).Count);
        Assert.Contains("  By place:\n     1,000  waits for time to pass, at Naps, GreenletTreeTests.cs:", tree.ToString(), StringComparison.Ordinal);
        Assert.Contains(GreenletTree.CaptureAll(), other => other.HubName == "web");
    }

    private static List<Greenlet> SpawnMany(int count) => [.. Enumerable.Range(0, count).Select(_ => Spawn(Naps(Forever)))];

    [Coroutine]
    private static IEnumerator<Yield> Naps(TimeSpan span)
    {
        yield return Sleep(span);
    }

    [Coroutine]
    private static IEnumerator<Yield> Reads(CoQueue<string> queue)
    {
        ReadsInner(queue).Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> ReadsInner(CoQueue<string> queue)
    {
        queue.Get().Await();
        yield return Sleep();
    }

    [Coroutine]
    private static IEnumerator<Yield> Hogs(ManualResetEventSlim busy, ManualResetEventSlim looked)
    {
        yield return Sleep(1);
        busy.Set();
#pragma warning disable CORO004 // that it blocks is what the test is about
        looked.Wait(TimeSpan.FromMinutes(1));
#pragma warning restore CORO004
    }

    [Coroutine]
    private static IEnumerator<Yield> SpawnsOne()
    {
        yield return Sleep(Seconds(1));
        Spawn(NapsTwice(), "child");
    }

    [Coroutine]
    private static IEnumerator<Yield> NapsTwice()
    {
        yield return Sleep(Seconds(1));
        yield return Sleep(Seconds(1));
        yield return Sleep(Forever);
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesAndDies(CoSemaphore gate)
    {
        yield return gate.Acquire();
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesTwo(CoLock first, CoLock second)
    {
        using (first.Hold().Await())
        {
            yield return Sleep(1);
            second.Hold().Await();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Churns(Func<bool> isOver)
    {
        var gate = new CoLock();
        while (!isOver())
        {
            var group = new Group();
            for (var i = 0; i < 50; i++) group.Spawn(Locks(gate, i));
            group.Join().Await();
            yield return Sleep();
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Locks(CoLock gate, int depth)
    {
        using (gate.Hold().Await())
        {
            yield return Sleep();
            if (depth % 10 > 0) Locks(gate, (depth % 10) - 1).Await();
        }
    }
}
