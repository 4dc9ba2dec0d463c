using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Streams;

/// <summary>Coroutines that yield values.</summary>
public sealed partial class StreamTests : HubTest
{
    [Coroutine]
    private static IEnumerable<int> Ticks(StreamTests test, int count)
    {
        try
        {
            for (var i = 0; i < count; i++)
            {
                Sleep(10).Await();
                yield return i;
            }
        }
        finally
        {
            Sleep(5).Await();
            test.Add("left");
        }
    }

    [Coroutine]
    private static IEnumerable<int> Numbers(int count)
    {
        for (var i = 0; i < count; i++) yield return i;
    }

    [Coroutine]
    private static IEnumerator<int> Enumerated()
    {
        yield return 1;
        Sleep(10).Await();
        yield return 2;
    }

    [Fact]
    public void A_consumer_waits_at_each_step_in_its_own_greenlet()
    {
        Run(Consumes(this));
        Assert.Equal("0 1 left end", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Consumes(StreamTests test)
    {
        var greenlets = Hub.Current.Count;
        foreach (var i in Ticks(test, 2))
        {
            Assert.Equal(greenlets, Hub.Current.Count);
            test.Add($"{i}");
        }

        test.Add("end");
        yield break;
    }

    [Fact]
    public void A_killed_consumer_runs_the_finally_of_its_stream_first()
    {
        Run(Kills(this));
        Assert.Equal("0 left consumer dead", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Kills(StreamTests test)
    {
        var consumer = Spawn(Waits(test));
        yield return Sleep(12);
        consumer.Kill().Await();
        test.Add("dead");
    }

    [Coroutine]
    private static IEnumerator<Yield> Waits(StreamTests test)
    {
        try
        {
            foreach (var i in Ticks(test, 5))
            {
                test.Add($"{i}");
                Sleep(1000).Await();
            }
        }
        finally
        {
            test.Add("consumer");
        }

        yield break;
    }

    [Fact]
    public void In_plain_code_it_is_an_ordinary_sequence()
    {
        using var hub = Start();
        Assert.Equal([0, 1, 2], Enumerable.ToList(Ticks(this, 3)));
        Assert.Equal([0], Ticks(this, 3).Where(i => i < 1).ToList());
        Assert.Equal("left left", Trace);
        foreach (var i in Ticks(this, 9))
        {
            if (i == 1) break;
        }

        Assert.Equal("left left left", Trace);
    }

    [Fact]
    public void Many_consumers_need_no_threads()
    {
        using var hub = new Hub(new HubOptions { MaxParkedThreads = 0 });
        var consumers = SpawnAll(Enumerable.Range(0, 500), _ => Sums());
        JoinAll(consumers).Await();
        Assert.All(consumers, consumer => Assert.Equal(3, consumer.Value));
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Sums()
    {
        var sum = 0;
        foreach (var i in Enumerated3()) sum += i;
        yield return sum;
    }

    [Coroutine]
    private static IEnumerable<int> Enumerated3()
    {
        yield return 1;
        Sleep().Await();
        yield return 2;
    }

    [Fact]
    public void Each_enumeration_begins_anew_and_an_enumerator_runs_once()
    {
        using var hub = Start();
        var numbers = NumbersCoroutine(3);
        Assert.Equal([0, 1, 2], Enumerable.ToList(numbers));
        Assert.Equal([0, 1, 2], Enumerable.ToList(numbers));
        CoEnumerator<int> enumerator = EnumeratedCoroutine();
        Assert.True(enumerator.MoveNext());
        Assert.Equal(1, enumerator.Current);
        Assert.True(enumerator.Step().Await());
        Assert.False(enumerator.MoveNext());
        Assert.False(enumerator.MoveNext());
        enumerator.Dispose();
    }

    [Fact]
    public void A_step_that_lost_a_choice_is_the_next_step()
    {
        Run(Chooses(this));
        Assert.Equal("slept 0 1 left", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Chooses(StreamTests test)
    {
        using var steps = TicksCoroutine(test, 2).GetEnumerator();
        var choice = Choose(steps.Step(), Sleep(3)).Await();
        Assert.Equal(1, choice.Index);
        test.Add("slept");
        while (steps.Step().Await()) test.Add($"{steps.Current}");
        yield break;
    }

    [Fact]
    public void Left_while_a_lost_step_is_under_way_it_is_ended_and_waited_for()
    {
        Run(LeavesAfterChoice(this));
        Assert.Equal("left gone", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> LeavesAfterChoice(StreamTests test)
    {
        using (var steps = TicksCoroutine(test, 2).GetEnumerator()) Assert.Equal(1, Choose(steps.Step(), Sleep(3)).Await().Index);
        test.Add("gone");
        yield break;
    }

    [Fact]
    public void Two_consumers_of_one_enumeration_are_told()
    {
        Run(Shares(this));
    }

    [Coroutine]
    private static IEnumerator<Yield> Shares(StreamTests test)
    {
        CoEnumerator<int> steps = TicksCoroutine(test, 2).GetEnumerator();
        var first = Spawn(StepOf(steps));
        yield return Sleep(1);
        var told = false;
        try
        {
            steps.Step().Await();
        }
        catch (InvalidOperationException)
        {
            told = true;
        }

        Assert.True(told);
        Assert.True(first.Get().Await());
    }

    [Coroutine]
    private static IEnumerator<Yield<bool>> StepOf(CoEnumerator<int> steps)
    {
        yield return steps.Step().Await();
    }

    [Fact]
    public void Any_sequence_becomes_a_stream()
    {
        Run(Adapts(this));
        Assert.Equal("1 2 0 left 5 6", Trace);
    }

    [Coroutine]
    private static IEnumerator<Yield> Adapts(StreamTests test)
    {
        foreach (var i in new[] { 1, 2 }.AsStream()) test.Add($"{i}");
        foreach (var i in Ticks(test, 1).AsStream()) test.Add($"{i}");
        foreach (var i in Asynchronous().AsStream()) test.Add($"{i}");
        yield break;
    }

    private static async IAsyncEnumerable<int> Asynchronous()
    {
        yield return 5;
        await Task.Yield();
        yield return 6;
    }

    [Fact]
    public async Task A_stream_goes_to_async_code_of_other_threads()
    {
        var start = new TaskCompletionSource<IAsyncEnumerable<int>>(TaskCreationOptions.RunContinuationsAsynchronously);
        var end = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            using var hub = new Hub(new HubOptions());
            start.SetResult(Real(3).AsStream().AsAsyncEnumerable());
            end.Task.Await();
        });
        thread.Start();
        var got = new List<int>();
        await foreach (var i in await start.Task) got.Add(i);
        Assert.Equal([0, 1, 2], got);
        await foreach (var i in await start.Task) break;
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var i in (await start.Task).WithCancellation(cancel.Token)) cancel.Cancel();
        });
        end.SetResult();
        thread.Join();
    }

    [Coroutine]
    private static IEnumerable<int> Real(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Sleep(1).Await();
            yield return i;
        }
    }

    [Fact]
    public void A_lowered_loop_allocates_one_object_a_stream_and_none_a_value()
    {
        using var hub = new Hub(new HubOptions());
        var few = Spawn(Allocations.Least(() => Loops(100, 10))).Await();
        var many = Spawn(Allocations.Least(() => Loops(100, 1000))).Await();
        Assert.InRange(many - few, -200, 200);
        Assert.True(few < 100 * 160, $"{few} bytes for 100 streams");
    }

    [Coroutine]
    private static IEnumerator<Yield> Loops(int streams, int values)
    {
        for (var i = 0; i < streams; i++)
        {
            var sum = 0;
            foreach (var x in Numbers(values)) sum += x;
        }

        yield break;
    }

    [Fact]
    public void Elsewhere_a_value_allocates_nothing()
    {
        using var hub = new Hub(new HubOptions());
        var few = Allocations.Least(() => Sum(NumbersCoroutine(10)));
        var many = Allocations.Least(() => Sum(NumbersCoroutine(1000)));
        Assert.Equal(few, many);

        static void Sum(IEnumerable<int> numbers)
        {
            foreach (var _ in numbers)
            {
            }
        }
    }
}
