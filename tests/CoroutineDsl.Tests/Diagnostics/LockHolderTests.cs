using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

/// <summary>Who holds a lock for many readers or one writer, as reports see it.</summary>
public sealed partial class LockHolderTests : HubTest
{
    private readonly List<string> _deadlocks = [];

    [Fact]
    public void A_tree_names_the_writer_and_every_reader()
    {
        using var hub = Listen();
        var (written, read) = (new CoReaderWriterLock(), new CoReaderWriterLock());
        Spawn(Holds(written, isWriter: true), "writer");
        Spawn(Holds(read, isWriter: false), "one");
        Spawn(Holds(read, isWriter: false), "two");
        Spawn(Holds(written, isWriter: false), "behind");
        Spawn(Holds(read, isWriter: true), "last");
        Spawn(Holds(read, isWriter: false), "after");
        Sleep(1).Await();
        Assert.Equal("writer", Owners(hub, "behind"));
        Assert.Equal("one two", Owners(hub, "last"));
        Assert.Equal("last", Owners(hub, "after")); // who comes while a writer waits, waits for that one
        Assert.Equal("reader-writer lock (held for writing by writer, 1 waits)", written.ToString());
        Assert.Contains("behind: waits for a lock, to read (held by writer)", hub.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_limiter_names_all_that_hold_a_token()
    {
        using var hub = Listen();
        var limiter = new CapacityLimiter(6);
        for (var i = 0; i < 6; i++) Spawn(Takes(limiter), $"user-{i}");
        Spawn(Takes(limiter), "last");
        Sleep(1).Await();
        Assert.Equal("user-0 user-1 user-2 user-3 user-4 user-5", Owners(hub, "last"));
        Assert.Contains("last: waits for a token of a limiter (held by user-0, user-1, user-2 and 3 more)", hub.Dump(), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_that_wait_for_each_others_lock_are_a_cycle()
    {
        using var hub = Listen();
        var (one, other) = (new CoReaderWriterLock(), new CoReaderWriterLock());
        Spawn(Takes(one, false, other, true), "a");
        Spawn(Takes(other, true, one, true), "b");
        Sleep(Seconds(1)).Await();
        Assert.Equal(["a", "b"], Assert.Single(GreenletTree.Capture(hub).Cycles).Select(member => member.Name));
        Assert.Equal("a b", Assert.Single(_deadlocks));
    }

    [Fact]
    public void To_read_again_behind_a_writer_is_a_cycle()
    {
        using var hub = Listen();
        var gate = new CoReaderWriterLock();
        Spawn(Takes(gate, false, gate, false), "reader");
        Spawn(Holds(gate, isWriter: true), "writer");
        Sleep(Seconds(1)).Await();
        Assert.Equal("reader writer", Assert.Single(_deadlocks));
    }

    [Fact]
    public void A_holder_that_has_ended_is_named()
    {
        using var hub = Listen();
        var (written, read) = (new CoReaderWriterLock(), new CoReaderWriterLock());
        Spawn(Forgets(written, isWriter: true), "careless");
        Spawn(Forgets(read, isWriter: false), "forgetful");
        Sleep(1).Await();
        Spawn(Holds(written, isWriter: false), "reader");
        Spawn(Holds(read, isWriter: true), "writer");
        Sleep(1).Await();
        var text = GreenletTree.Capture(hub).Leaks().ToString();
        Assert.Contains("waits for a lock, to read that careless holds, which has ended", text, StringComparison.Ordinal);
        Assert.Contains("waits for a lock, to write that forgetful holds, which has ended", text, StringComparison.Ordinal);
        Assert.Equal("reader-writer lock (held for writing by careless, which has ended, 1 waits)", written.ToString());
    }

    [Fact]
    public void After_somebody_else_has_given_it_back_nobody_is_blamed()
    {
        using var hub = Listen();
        var gate = new CoReaderWriterLock();
        Spawn(Holds(gate, isWriter: false), "one");
        Spawn(Holds(gate, isWriter: false), "two");
        Spawn(Holds(gate, isWriter: true), "writer");
        Sleep(1).Await();
        gate.ReleaseRead(); // of whom?
        Assert.Equal("", Owners(hub, "writer"));
        Assert.False(GreenletTree.Capture(hub).Greenlets.Single(greenlet => greenlet.Name == "writer").IsOwnersOnly);
        gate.ReleaseRead();
        Sleep(1).Await();
        Assert.Equal("reader-writer lock (held for writing by writer)", gate.ToString());
        gate.ReleaseWrite();
        Spawn(Holds(gate, isWriter: false), "three");
        Spawn(Holds(gate, isWriter: true), "four");
        Sleep(1).Await();
        Assert.Equal("three", Owners(hub, "four"));
    }

    /// <summary>The greenlet that waited for it, or in which it was started, may end long before it gives it back.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_an_async_method_holds_has_no_holder_that_could_be_dead(bool waits)
    {
        using var hub = Listen();
        var (gate, semaphore) = (new CoReaderWriterLock(), new BoundedSemaphore(1));
        if (waits) Spawn(HoldsFor(gate, semaphore, Seconds(1)));
        Sleep(1).Await();
        Spawn(StartsAsync(gate, semaphore), "starter");
        Sleep(Seconds(2)).Await();
        Spawn(Holds(gate, isWriter: true), "writer");
        Spawn(Takes(semaphore), "taker");
        Sleep(1).Await();
        Assert.Equal((true, true), (gate.IsWriteLocked, semaphore.IsLocked));
        Assert.Equal(("", ""), (Owners(hub, "writer"), Owners(hub, "taker")));
        Assert.Empty(GreenletTree.Capture(hub).Orphans);
    }

    [Fact]
    public void To_know_who_holds_it_allocates_nothing()
    {
        using var hub = Start();
        var gate = new CoReaderWriterLock();
        Assert.Equal(0, Allocations.Least(() =>
        {
            Assert.True(gate.TryAcquireRead() && gate.TryAcquireRead());
            gate.ReleaseRead();
            gate.ReleaseRead();
            Assert.True(gate.TryAcquireWrite());
            gate.ReleaseWrite();
        }));
    }

    private static string Owners(Hub hub, string name) => string.Join(' ', GreenletTree.Capture(hub).Greenlets.Single(greenlet => greenlet.Name == name).Owners.Select(owner => owner.Name));

    private Hub Listen()
    {
        var hub = Start();
        hub.Deadlocked = report => _deadlocks.Add(string.Join(' ', report.Members.Select(member => member.Name).Order()));
        return hub;
    }

    [Coroutine]
    private static IEnumerator<Yield> Takes(CapacityLimiter limiter)
    {
        limiter.Acquire().Await();
        yield return Sleep(Forever);
    }

    [Coroutine]
    private static IEnumerator<Yield> Holds(CoReaderWriterLock gate, bool isWriter)
    {
        if (isWriter) gate.AcquireWrite().Await();
        else gate.HoldRead().Await();
        yield return Sleep(Timeout.InfiniteTimeSpan);
    }

    [Coroutine]
    private static IEnumerator<Yield> HoldsFor(CoReaderWriterLock gate, CoSemaphore semaphore, TimeSpan time)
    {
        using var written = gate.HoldWrite().Await();
        using var taken = semaphore.Hold().Await();
        yield return Sleep(time);
    }

    [Coroutine]
    private static IEnumerator<Yield> StartsAsync(CoReaderWriterLock gate, CoSemaphore semaphore)
    {
        _ = HoldsAsync(gate, semaphore);
        yield break;
    }

    private static async Task HoldsAsync(CoReaderWriterLock gate, CoSemaphore semaphore)
    {
        using var written = await gate.HoldWrite();
        using var taken = await semaphore.Hold();
        await Sleep(Seconds(100));
    }

    [Coroutine]
    private static IEnumerator<Yield> Takes(CoSemaphore semaphore)
    {
        yield return semaphore.Acquire();
    }

    [Coroutine]
    private static IEnumerator<Yield> Forgets(CoReaderWriterLock gate, bool isWriter)
    {
        if (isWriter) gate.HoldWrite().Await();
        else gate.AcquireRead().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Takes(CoReaderWriterLock first, bool writesFirst, CoReaderWriterLock second, bool writesSecond)
    {
        using (writesFirst ? first.HoldWrite().Await() : first.HoldRead().Await())
        {
            yield return Sleep(1);
            using (writesSecond ? second.HoldWrite().Await() : second.HoldRead().Await()) Assert.Fail("It is held.");
        }
    }
}
