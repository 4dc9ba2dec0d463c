using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling.Exits;

/// <summary>The trace of a failure does not grow with those who look at it.</summary>
public sealed partial class FailureTraceTests : HubTest
{
    private const int Looks = 1000;

    [Fact]
    public void Get() => DoesNotGrow(failed => failed.Get().Await());

    [Fact]
    public void Await() => DoesNotGrow(failed => failed.Await());

    [Fact]
    public void JoinAll_that_raises() => DoesNotGrow(failed => JoinAll([failed], raiseError: true).Await());

    [Fact]
    public void A_waiting_coroutine() => DoesNotGrow(failed => Spawn(WaitsFor(failed)).Await());

    [Fact]
    public void A_map_of_it() => DoesNotGrow(failed =>
    {
        foreach (var _ in new Group().IMap((Greenlet greenlet) => Coroutine.FromIterator(Result(greenlet)), [failed]))
        {
        }
    });

    [Fact]
    public void A_map_whose_source_fails_with_it()
    {
        var failure = new InvalidDataException();
        DoesNotGrow(_ =>
        {
            foreach (var one in new Group().IMap((int i) => i, Failing(failure))) Assert.Fail($"{one}");
        });
    }

    [Fact]
    public void A_switch_to_one_that_fails_with_it() => DoesNotGrow(failed => Create(WaitsFor(failed)).Switch().Await());

    [Fact]
    public void A_throw_into_one_that_lets_it_out()
    {
        var failure = new InvalidDataException();
        DoesNotGrow(_ =>
        {
            var receiver = Create(Receives());
            receiver.Switch().Await();
            receiver.Throw(failure).Await();
        });
    }

    [Fact]
    public void A_kill_with_it()
    {
        var failure = new InvalidDataException();
        DoesNotGrow(_ =>
        {
            var killed = Spawn(Receives());
            Sleep().Await();
            killed.Kill(failure).Await();
            killed.Get().Await();
        });
    }

    [Fact]
    public void A_deadline_that_throws_it()
    {
        var failure = new InvalidDataException();
        DoesNotGrow(_ =>
        {
            using var soon = CoTimeout.Start(1, failure);
            Sleep(2).Await();
        });
    }

    [Fact]
    public void Many_results_that_were_set_to_it()
    {
        var failure = new InvalidDataException();
        DoesNotGrow(_ =>
        {
            var result = new AsyncResult<int>();
            result.SetException(failure);
            result.Get().Await();
        });
    }

    [Fact]
    public void A_result_that_was_set_from_it()
    {
        var result = new AsyncResult<object?>();
        DoesNotGrow(failed =>
        {
            failed.Join().Await();
            if (!result.IsReady) result.SetFrom(failed);
            result.Get().Await();
        });
    }

    [Fact]
    public void Many_who_fail_with_one_failure_do_not_multiply_its_report()
    {
        using var hub = Start();
        var lines = 0;
        hub.UnhandledException = (greenlet, failure) => lines += hub.Failures.TextOf(greenlet, failure).Split('\n').Length;
        var failed = Spawn(Fails());
        var waiters = Enumerable.Range(0, Looks).Select(_ => Spawn(WaitsFor(failed))).ToArray();
        JoinAll(waiters).Await();
        Sleep().Await();
        Assert.InRange(lines, Looks, Looks + 100); // the failure once, and a line for each who failed with it
    }

    private void DoesNotGrow(Action<Greenlet> look)
    {
        using var hub = Start();
        var failed = Spawn(Fails());
        var first = 0;
        for (var i = 0; i < Looks; i++)
        {
            var thrown = Assert.Throws<InvalidDataException>(() => look(failed));
            if (i == 0) first = thrown.ToString().Length;
            else if (i == Looks - 1) Assert.InRange(thrown.ToString().Length, 1, 2 * first);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Fails()
    {
        yield return Sleep(1);
        throw new InvalidDataException();
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Result(Greenlet failed)
    {
        failed.Get().Await();
        yield return 1;
    }

    private static IEnumerable<int> Failing(Exception failure)
    {
        if (failure.Data is not null) throw failure;
        yield return 1;
    }

    [Coroutine]
    private static IEnumerator<Yield> Receives()
    {
        Greenlet.Receive<object>().Await();
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> WaitsFor(Greenlet greenlet)
    {
        yield return greenlet;
    }
}
