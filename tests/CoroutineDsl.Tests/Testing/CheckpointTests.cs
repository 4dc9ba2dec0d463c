using CoroutineDsl.Testing;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Bodies;

namespace CoroutineDsl.Tests.Testing;

/// <summary>Which waits let others run, and that a trace says the same twice.</summary>
public sealed partial class CheckpointTests
{
    [Fact]
    public void A_put_with_room_does_not_switch_and_one_without_does() => CoTest.Run(PutsTwice());

    [Fact]
    public void A_block_that_does_what_it_must_not_fails()
    {
        Assert.Contains("test was to let others run, and never did", Assert.Throws<CoTestException>(() => CoTest.Run(CoTest.MustSwitch(Nothing()))).Message, StringComparison.Ordinal);
        Assert.Contains("test was not to let others run, and did 2 times", Assert.Throws<CoTestException>(() => CoTest.Run(CoTest.MustNotSwitch(YieldsTwice()))).Message, StringComparison.Ordinal);
        Assert.Throws<CoTestException>(() => CoTest.Run(CoTest.MustSwitch(Gives(5))));
        Assert.Equal(5, CoTest.Run(CoTest.MustNotSwitch(Gives(5))));
        CoTest.Run(CoTest.MustSwitch(YieldsTwice()));
    }

    [Fact]
    public void A_block_that_throws_has_nothing_to_prove()
    {
        Assert.Throws<TimeoutException>(() => CoTest.Run(CoTest.MustSwitch(Throws(switches: false))));
        Assert.Throws<TimeoutException>(() => CoTest.Run(CoTest.MustNotSwitch(Throws(switches: true))));
    }

    [Fact]
    public void Switches_of_others_do_not_count() => CoTest.Run(CountsItsOwn());

    [Fact]
    public void All_are_parked_when_nobody_can_run_and_no_time_has_passed() => CoTest.RunSeeds(10, () => WaitsForTheOthers());

    [Fact]
    public void Turns_are_taken_in_order_whatever_the_order_of_their_greenlets() => CoTest.RunSeeds(20, () => TakesTurns());

    [Fact]
    public void A_turn_that_is_given_up_breaks_the_sequence() => CoTest.Run(GivesUpATurn());

    [Fact]
    public void The_same_seed_gives_the_same_trace_and_another_one_another()
    {
        Assert.Equal(TraceOf(1), TraceOf(1));
        Assert.NotEqual(TraceOf(1), TraceOf(2));

        static string TraceOf(int seed) => CoTest.Run(Races(), new CoTestOptions { Seed = seed });
    }

    [Fact, Trait("Row", "500")]
    public void A_trace_says_when_who_does_what()
    {
        Assert.Equal(
            "0.000 #1 spawned\n0.000 #1 scheduled\n0.000 test parked\n0.000 #1 runs\n0.000 #1 parked\n1.500 #1 scheduled\n1.500 #1 runs\n1.500 #1 ended\n1.500 test scheduled\n1.500 test runs",
            CoTest.Run(TracesASleep()));
    }

    [Coroutine]
    private static IEnumerator<Yield> PutsTwice()
    {
        var queue = new CoQueue<int>(1);
        yield return CoTest.MustNotSwitch(Puts(queue));
        Spawn(Takes(queue));
        yield return CoTest.MustSwitch(Puts(queue));
        using var switches = new SwitchCounter();
        queue.Get().Await();
        Assert.Equal(0, switches.Count);
        Spawn(Puts(queue));
        queue.Get().Await();
        Assert.Equal(1, switches.Count);
    }

    [Coroutine]
    private static IEnumerator<Yield> Puts(CoQueue<int> queue)
    {
        yield return queue.Put(1);
    }

    [Coroutine]
    private static IEnumerator<Yield> Takes(CoQueue<int> queue)
    {
        queue.Get().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Nothing()
    {
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Gives(int value)
    {
        yield return value;
    }

    [Coroutine]
    private static IEnumerator<Yield> YieldsTwice()
    {
        yield return Sleep();
        yield return Sleep(1);
    }

    [Coroutine]
    private static IEnumerator<Yield> Throws(bool switches)
    {
        if (switches) yield return Sleep();
        throw new TimeoutException();
    }

    [Coroutine]
    private static IEnumerator<Yield> CountsItsOwn()
    {
        var other = Spawn(YieldsTwice());
        using var own = new SwitchCounter();
        using var others = new SwitchCounter(other);
        yield return Sleep(5);
        Assert.Equal((1, 3), (own.Count, others.Count));
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsForTheOthers()
    {
        var queue = new CoQueue<int>();
        var taker = Spawn(Takes(queue));
        var sleeper = Spawn(YieldsTwice());
        yield return CoTest.WaitAllParked();
        Assert.Equal(1, queue.Statistics.WaitingGetters);
        Assert.Equal((false, TimeSpan.Zero), (sleeper.IsReady, CoTest.Elapsed));
        queue.PutNoWait(1);
        JoinAll(taker, sleeper).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesTurns()
    {
        var sequencer = new Sequencer();
        var order = new List<int>();
        yield return JoinAll(Enumerable.Range(0, 6).Reverse().Select(number => Spawn(TakesTurn(sequencer, number, order))), raiseError: true);
        Assert.Equal([0, 1, 2, 3, 4, 5], order);
        Assert.Throws<InvalidOperationException>(() => sequencer.Turn(3));
    }

    [Coroutine]
    private static IEnumerator<Yield> TakesTurn(Sequencer sequencer, int number, List<int> order)
    {
        using (sequencer.Turn(number).Await())
        {
            yield return Sleep(number % 3);
            order.Add(number);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> GivesUpATurn()
    {
        var sequencer = new Sequencer();
        var order = new List<int>();
        var later = Spawn(TakesTurn(sequencer, 2, order));
        var givesUp = Spawn(TakesTurn(sequencer, 1, order));
        yield return CoTest.WaitAllParked();
        givesUp.Kill().Await();
        yield return later.Join();
        Assert.Contains("cannot come", later.Exception!.Message, StringComparison.Ordinal);
        var first = Spawn(TakesTurn(sequencer, 0, order));
        yield return first.Join();
        Assert.Contains("cannot come", first.Exception!.Message, StringComparison.Ordinal);
        Assert.Empty(order);
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> Races()
    {
        using var trace = new HubTrace();
        var gate = new CoLock();
        JoinAll(Enumerable.Range(0, 5).Select(_ => Spawn(Holds(gate)))).Await();
        yield return trace.ToString();
    }

    [Coroutine]
    private static IEnumerator<Yield<string>> TracesASleep()
    {
        using var trace = new HubTrace();
        Spawn(SleepsFor(TimeSpan.FromSeconds(1.5))).Await();
        yield return trace.ToString();
    }
}
