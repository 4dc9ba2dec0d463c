using Xunit;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Choices;

/// <summary>A choice waits for the first of several waits, and only that one takes effect.</summary>
public sealed partial class ChooseTests : HubTest
{
    [Fact]
    public void The_first_in_order_is_taken_and_the_others_are_left_alone()
    {
        Run(TakesInOrder());
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesInOrder()
    {
        var one = new CoQueue<int>(items: [1]);
        var other = new CoQueue<string>(items: ["a"]);
        var choice = Choose(one.Get(), other.Get()).Await();
        Assert.Equal((0, 1), (choice.Index, choice.Item1));
        Assert.Equal((0, 1), (one.Count, other.Count));
        choice = Choose(one.Get(), other.Get()).Await();
        Assert.Equal((1, "a"), (choice.Index, choice.Item2));
        yield break;
    }

    [Fact]
    public void A_wait_without_a_value_has_a_unit()
    {
        Run(Mixes(this));
        Assert.Equal("0 1 0 1 2 2", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Mixes(ChooseTests test)
    {
        var queue = new CoQueue<int>();
        var full = new CoQueue<int>(1, [7]);
        Choice<Unit, int> a = Choose(Sleep(1), queue.Get()).Await();
        test.Add($"{a.Index}");
        Choice<int, Unit> b = Choose(queue.Get(), Sleep(1)).Await();
        test.Add($"{b.Index}");
        Choice<Unit, Unit> c = Choose(queue.Put(3), full.Put(4)).Await();
        test.Add($"{c.Index}");
        Choice<Unit, int, Unit> d = Choose(full.Put(5), queue.Get(), Sleep(5)).Await();
        Assert.Equal(3, d.Item2);
        test.Add($"{d.Index}");
        Choice<int, int, int, bool> e = Choose(queue.Get(), queue.Get(), full.Get(), new CoEvent().Wait()).Await();
        test.Add($"{e.Index}");
        Choice<int> f = Choose([queue.Get(), queue.Get(), Suspension<int>.FromValue(5)]).Await();
        Assert.Equal(5, f.Value);
        test.Add($"{f.Index}");
        yield break;
    }

    [Fact]
    public void A_losing_getter_takes_nothing_and_a_losing_putter_puts_nothing()
    {
        Run(Losers(this));
    }

    [Coroutine]
    private static IEnumerator<Yield> Losers(ChooseTests test)
    {
        var a = new CoQueue<int>();
        var b = new CoQueue<int>();
        var full = new CoQueue<int>(1, [0]);
        var gate = new CoSemaphore(0);
        var channel = new CoChannel<int>();
        var chooser = Spawn(ChoosesOnce(a, b, gate, channel));
        yield return Sleep(1);
        Assert.Equal((1, 1), (a.Statistics.WaitingGetters, b.Statistics.WaitingGetters));
        Assert.Equal((1, 1), (gate.Statistics.Waiting, channel.Statistics.WaitingGetters));
        b.Put(5).Await();
        Assert.Equal(1, chooser.Get().Await());
        Assert.Equal((0, 0), (a.Statistics.WaitingGetters, b.Statistics.WaitingGetters));
        Assert.Equal((0, 0), (gate.Statistics.Waiting, channel.Statistics.WaitingGetters));
        a.Put(1).Await();
        gate.Release();
        var putter = Spawn(PutsOrGivesUp(full));
        yield return Sleep(20);
        Assert.Equal(1, putter.Get().Await());
        Assert.Equal(0, full.Get().Await());
        yield return Sleep(1);
        Assert.Equal((1, 1, 0), (a.Count, gate.Count, full.Count));
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> PutsOrGivesUp(CoQueue<int> full)
    {
        yield return Choose(full.Put(9), Sleep(10)).Await().Index;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> ChoosesOnce(CoQueue<int> a, CoQueue<int> b, CoSemaphore gate, CoChannel<int> channel)
    {
        var choice = Choose(a.Get(), b.Get(), gate.Wait(), channel.Get()).Await();
        yield return choice.Index;
    }

    [Fact]
    public void Two_that_come_in_one_step_are_not_both_taken()
    {
        Run(TwoAtOnce());
    }

    [Coroutine]
    private static IEnumerator<Yield> TwoAtOnce()
    {
        var gates = new[] { new CoSemaphore(0), new CoSemaphore(0, isFair: true) };
        var greenlet = Spawn(AcquiresOneOf(gates));
        yield return Sleep(1);
        foreach (var gate in gates) gate.Release();
        Assert.Equal(1, greenlet.Get().Await());
        Assert.Equal((1, 0), (gates[0].Count, gates[1].Count)); // the fair one grants at once, the other one in a turn
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> AcquiresOneOf(CoSemaphore[] gates)
    {
        yield return Choose(gates[0].Acquire(), gates[1].Acquire()).Await().Index;
    }

    [Fact]
    public void One_primitive_may_stand_in_two_branches()
    {
        Run(Twice());
    }

    [Coroutine]
    private static IEnumerator<Yield> Twice()
    {
        var set = new CoEvent();
        var waiting = Spawn(WaitsTwice(set));
        yield return Sleep(1);
        set.Set();
        Assert.Equal(0, waiting.Get().Await());
        Assert.True(TryChoose(set.Wait(), set.Wait(), out var choice));
        Assert.Equal(0, choice.Index);
        Assert.True(set.Wait().Await());
        var channel = new CoChannel<int>();
        var alone = Spawn(MeetsItself(channel));
        yield return Sleep(1);
        Assert.False(alone.IsReady); // it does not meet itself
        Assert.Equal(7, channel.Get().Await());
        Assert.Equal(0, alone.Get().Await());
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> WaitsTwice(CoEvent set)
    {
        yield return Choose(set.Wait(), set.Wait()).Await().Index;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> MeetsItself(CoChannel<int> channel)
    {
        yield return Choose(channel.Put(7), channel.Get()).Await().Index;
    }

    [Fact]
    public void A_lock_that_is_chosen_belongs_to_the_greenlet()
    {
        Run(Locks());
    }

    [Coroutine]
    private static IEnumerator<Yield> Locks()
    {
        var gate = new CoLock();
        gate.Acquire().Await();
        var other = Spawn(TakesLock(gate));
        yield return Sleep(1);
        gate.Release();
        other.Get().Await();
        Assert.False(gate.IsLocked);
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesLock(CoLock gate)
    {
        var choice = Choose(gate.Acquire(), Sleep(1000)).Await();
        Assert.Equal((0, true), (choice.Index, gate.IsOwned));
        gate.Release();
        yield break;
    }

    [Fact]
    public void A_kill_takes_all_branches_back()
    {
        Run(Killed());
    }

    [Coroutine]
    private static IEnumerator<Yield> Killed()
    {
        var a = new CoQueue<int>();
        var b = new CoQueue<int>();
        var chooser = Spawn(ChoosesOnce(a, b, new(0), new()));
        yield return Sleep(1);
        chooser.Kill().Await();
        Assert.True(chooser.IsKilled);
        a.Put(1).Await();
        b.Put(2).Await();
        Assert.Equal((1, 1), (a.Count, b.Count));
    }

    [Fact]
    public void Killed_once_a_branch_has_won_it_has_the_value_and_dies_at_its_next_wait()
    {
        Run(KilledLate(this));
        Assert.Equal("0", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> KilledLate(ChooseTests test)
    {
        var a = new CoQueue<int>();
        var chooser = Spawn(ChoosesThenWaits(test, a));
        yield return Sleep(1);
        a.PutNoWait(4);
        yield return Sleep();
        chooser.Kill().Await();
        Assert.Equal(0, a.Count);
    }

    [Coroutine]
    private static IEnumerator<Yield> ChoosesThenWaits(ChooseTests test, CoQueue<int> queue)
    {
        test.Add($"{Choose(queue.Get(), Sleep(1000)).Await().Index}");
        yield return Sleep(1000);
    }

    [Fact]
    public void A_branch_has_its_own_timeout()
    {
        Run(TimesOut());
    }

    [Coroutine]
    private static IEnumerator<Yield> TimesOut()
    {
        var set = new CoEvent();
        var choice = Choose(set.Wait(50), Sleep(1000)).Await();
        Assert.Equal((0, false), (choice.Index, choice.Item1));
        Choice<Unit, bool> other = Choose(Sleep(10), set.Wait(50)).Await();
        Assert.Equal(0, other.Index);
        yield break;
    }

    [Fact]
    public void What_a_branch_throws_the_choice_throws()
    {
        Run(Throws());
    }

    [Coroutine]
    private static IEnumerator<Yield> Throws()
    {
        var queue = new CoQueue<int>();
        var other = new CoQueue<int>();
        var chooser = Spawn(ChoosesOnce(other, queue, new(0), new()));
        yield return Sleep(1);
        queue.ShutDown();
        var failed = 0;
        try
        {
            chooser.Get().Await();
        }
        catch (QueueShutDownException)
        {
            failed++;
        }

        try
        {
            Choose(other.Get(), queue.Get()).Await();
        }
        catch (QueueShutDownException)
        {
            failed++;
        }

        Assert.Equal(2, failed);
        other.Put(1).Await();
        Assert.Equal(1, other.Count);
    }

    [Fact]
    public void A_wait_of_several_steps_is_refused_with_the_word_for_it()
    {
        using var hub = Start();
        var error = Assert.Throws<ArgumentException>(() => Choose(new CoQueue<int>().Get(), Coroutine.Call(Locks()).AsSuspension()));
        Assert.Contains("Race", error.Message);
        Assert.Throws<ArgumentException>(() => Choose(new CoQueue<int>().Get(), new CoBarrier(2).Wait()));
        Assert.Throws<ArgumentException>(() => TryChoose(new CoQueue<int>().Get(), new CoCondition().Wait(), out _));
        Assert.Throws<ArgumentException>(() => Choose(Array.Empty<Suspension<int>>()));
    }

    [Fact]
    public void TryChoose_takes_what_is_there_and_nothing_else()
    {
        using var hub = Start();
        var a = new CoQueue<int>();
        var b = new CoQueue<int>(1);
        var channel = new CoChannel<int>();
        Assert.False(TryChoose(a.Get(), channel.Get(), out _));
        Assert.False(TryChoose(channel.Put(1), Sleep(5), out _));
        Assert.True(TryChoose(a.Get(), b.Put(5), out var put));
        Assert.Equal((1, 5), (put.Index, b.GetNoWait()));
        Spawn(Puts(channel));
        Sleep().Await();
        Assert.True(TryChoose(a.Get(), channel.Get(), out var choice, isFair: true));
        Assert.Equal((1, 3), (choice.Index, choice.Item2));
        Assert.Equal((0, 0), (a.Statistics.WaitingGetters, channel.Statistics.WaitingGetters));
    }

    [Coroutine]
    private static IEnumerator<Yield> Puts(CoChannel<int> channel)
    {
        channel.Put(3).Await();
        yield break;
    }

    [Fact]
    public void A_fair_choice_is_reproducible_under_a_seed()
    {
        var runs = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            Log.Clear();
            Run(Fair(this), new HubOptions { Seed = 5 });
            runs.Add(Trace);
        }

        Assert.Equal(runs[0], runs[1]);
        Assert.Contains("0", runs[0]);
        Assert.Contains("1", runs[0]);
        Assert.Contains("2", runs[0]);
    }

    [Coroutine]
    private static IEnumerator<Yield> Fair(ChooseTests test)
    {
        var gates = Enumerable.Range(0, 3).Select(_ => new CoSemaphore(100)).ToArray();
        for (var i = 0; i < 40; i++) test.Add($"{Choose(gates[0].Acquire(), gates[1].Acquire(), gates[2].Acquire(), isFair: true).Await().Index}");
        yield break;
    }

    [Fact]
    public void A_losing_operation_is_cancelled_and_given_back()
    {
        using var hub = new Hub(new HubOptions()); // on real time: a pool thread does the cancelling, when it comes to it
        Spawn(Cancels(this)).Await();
        Assert.Equal("cancelled 1", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Cancels(ChooseTests test)
    {
        var late = new List<int>();
        var choice = Choose(Cancellable(token => Never(test, token)), Sleep(10)).Await();
        test.Add($"{choice.Index}");
        var set = new CoEvent();
        var came = new TaskCompletionSource<int>();
        var chooser = Spawn(ChoosesCancellable(set, came, late));
        yield return Sleep(1);
        set.Set();
        yield return Sleep(1);
        came.SetResult(8); // it does not heed its token
        Assert.Equal(1, chooser.Get().Await());
        Assert.Equal([8], late);
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> ChoosesCancellable(CoEvent set, TaskCompletionSource<int> came, List<int> late)
    {
        yield return Choose(Cancellable(_ => came.Task, late.Add), set.Wait()).Await().Index;
    }

    private static async Task<int> Never(ChooseTests test, CancellationToken token)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, token);
        }
        catch (OperationCanceledException)
        {
            test.Add("cancelled");
            throw;
        }

        return 0;
    }

    [Fact]
    public void A_result_that_another_thread_sets_is_a_branch()
    {
        using var hub = new Hub(new HubOptions());
        var result = new AsyncResult<int>();
        var queue = new CoQueue<int>();
        var thread = new Thread(() => result.Set(6));
        thread.Start();
        var choice = Choose(queue.Get(), result.Get()).Await();
        thread.Join();
        Assert.Equal((1, 6), (choice.Index, choice.Item2));
        Assert.Equal(0, hub.ExternalWaits);
    }

    [Fact]
    public void The_report_of_a_deadlock_names_every_branch()
    {
        using var hub = Start();
        var error = Assert.Throws<LoopExitException>(() => { Choose(new CoQueue<int>().Get(), new CoEvent().Wait()).Await(); });
        Assert.Contains("the first of: an item of a queue, an event", error.Message);
    }

    [Fact]
    public void A_choice_in_lowered_code_allocates_nothing()
    {
        using var hub = new Hub(new HubOptions());
        var least = Spawn(Allocations.Least(() => ManyChoices(new(), new()))).Await();
        Assert.True(least < 2_000, $"{least} bytes for 1,000 choices");
    }

    [Coroutine]
    private static IEnumerator<Yield> ManyChoices(CoQueue<int> a, CoQueue<int> b)
    {
        var feeder = Spawn(Feed(a, b));
        for (var i = 0; i < 1000; i++) Choose(a.Get(), b.Get()).Await();
        feeder.Get().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Feed(CoQueue<int> a, CoQueue<int> b)
    {
        for (var i = 0; i < 1000; i++)
        {
            if ((i & 1) == 0) a.Put(i).Await();
            else b.Put(i).Await();
            yield return Sleep();
        }
    }
}
