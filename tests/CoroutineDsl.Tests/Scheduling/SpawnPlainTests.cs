using Xunit;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>Plain code as a greenlet, and greenlets on a hub that nobody runs.</summary>
public partial class SpawnPlainTests
{
    [Fact]
    public void An_action_runs_as_a_greenlet_and_lets_the_others_run_while_it_waits() => Run(() =>
    {
        var trace = new List<string>();
        var plain = Spawn(() =>
        {
            trace.Add("a");
            Sleep(1).Await();
            trace.Add("c");
        });
        var other = Spawn(Adds(trace, "b"));
        Assert.Empty(trace);
        JoinAll(plain, other).Await();
        Assert.Equal(["a", "b", "c"], trace);
        Assert.True(plain.IsSuccessful);
    });

    [Fact]
    public void A_function_gives_its_value_and_its_failure() => Run(() =>
    {
        Assert.Equal(7, Spawn(() => 7).Get().Await());
        var fails = Spawn(new Func<int>(() => throw new InvalidOperationException("no")));
        Assert.Equal("no", Assert.Throws<InvalidOperationException>(() => fails.Get().Await()).Message);
    });

    [Fact]
    public void Of_a_function_that_makes_a_coroutine_the_coroutine_is_spawned() => Run(() =>
    {
#pragma warning disable CORO007 // that it runs, un-lowered, is what is tested
        Assert.Equal(5, Spawn(Five).Get().Await());
        Spawn(Nothing).Join().Await();
#pragma warning restore CORO007
    });

    [Fact]
    public void Greenlets_on_the_hub_of_a_pool_thread_that_nobody_runs_are_reported()
    {
        using var reported = new ManualResetEventSlim();
        Exception? failure = null;
#pragma warning disable CORO016 // that it is reported is what is tested
        ThreadPool.UnsafeQueueUserWorkItem(
            _ =>
            {
                Hub.Current.UnhandledException = (_, exception) => Tell(exception);
                Spawn(Nothing(), "lost");
            },
            null);
#pragma warning restore CORO016
        Assert.True(reported.Wait(TimeSpan.FromMinutes(2)));
        Assert.Contains("'lost' never ran", failure!.Message, StringComparison.Ordinal);

        void Tell(Exception exception)
        {
            failure = exception;
            reported.Set();
        }
    }

    [Fact]
    public void And_so_are_those_of_a_thread_that_has_ended()
    {
        using var reported = new ManualResetEventSlim();
        Exception? failure = null;
#pragma warning disable CORO016 // that it is reported is what is tested
        var thread = new Thread(() =>
        {
            Hub.Current.UnhandledException = (_, exception) =>
            {
                failure = exception;
                reported.Set();
            };
            Spawn(Nothing(), "lost");
        }) { Name = "short" };
#pragma warning restore CORO016
        thread.Start();
        thread.Join();
        Assert.True(reported.Wait(TimeSpan.FromMinutes(2)));
        Assert.Contains("1 greenlets were spawned on the hub of thread 'short', which has ended", failure!.Message, StringComparison.Ordinal);
    }

    /// <summary>On a thread, and so on a hub, of its own.</summary>
    private static void Run(Action test)
    {
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                test();
            }
            catch (Exception e)
            {
                failure = e;
            }
        });
        thread.Start();
        thread.Join();
        if (failure is not null) throw new AggregateException(failure);
    }

    [Coroutine]
    private static IEnumerator<Yield> Adds(List<string> trace, string what)
    {
        trace.Add(what);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Five()
    {
        yield return Sleep(1);
        yield return 5;
    }

    [Coroutine]
    private static IEnumerator<Yield> Nothing()
    {
        yield break;
    }
}
