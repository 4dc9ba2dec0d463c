using Xunit;
using static CoroutineDsl.Greenlet;

#pragma warning disable CORO007 // method groups: the un-lowered half of each test

namespace CoroutineDsl.Tests.Tasks;

/// <summary>A wait that has nothing to wait for is a wait: what is to be thrown there is thrown. So a loop over satisfied waits can be ended.</summary>
public sealed partial class SatisfiedWaitTests : HubTest
{
    public static TheoryData<string, bool> Kinds
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var kind in new[] { "Suspension", "Suspension<T>", "Task", "Task<T>", "ValueTask", "ValueTask<T>", "ConfiguredTask", "ConfiguredTask<T>", "ConfiguredValueTask", "ConfiguredValueTask<T>" })
            {
                data.Add(kind, true);
                data.Add(kind, false);
            }

            return data;
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_cancelled_scope_is_thrown_at_each(string kind, bool isLowered)
    {
        using var hub = Start();
        Spawn(isLowered ? Waits(kind, Cancels) : Unlowered(Waits, kind, Cancels)).Await();
        Assert.Equal("before ScopeCancelledException ScopeCancelledException left", Trace);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_kill_is_thrown_at_one(string kind, bool isLowered)
    {
        using var hub = Start();
        Spawn(isLowered ? Waits(kind, Kills) : Unlowered(Waits, kind, Kills)).Await();
        Assert.Equal("before GreenletExit not thrown left", Trace);
    }

    [Fact]
    public void A_callback_of_the_hub_does_not_take_what_the_main_program_is_to_get()
    {
        using var hub = Start();
        using var late = CoTimeout.Start(Seconds(1));
        var ran = 0;
        Spawn(Posts(hub, () =>
        {
            Task.CompletedTask.Await();
            ran++;
        }));
        Nursery.Shield(Sleeps()).Await(); // the deadline passes, and waits for the end of the shield
        Assert.Equal(3, ran);
        Assert.Same(late, Assert.Throws<CoTimeoutException>(() => Task.CompletedTask.Await()).Timeout);
    }

    private static void Cancels(CancelScope scope) => scope.Cancel();

    private static void Kills(CancelScope scope) => Current.Kill();

    private static IEnumerator<Yield> Unlowered(Func<string, Action<CancelScope>, IEnumerator<Yield>> body, string kind, Action<CancelScope> end) => body(kind, end);

    [Coroutine]
    private static IEnumerator<Yield> Posts(Hub hub, Action action)
    {
        for (var i = 0; i < 3; i++)
        {
            yield return Sleep(Seconds(0.9));
            hub.Post(action);
        }
    }

    [Coroutine]
    private static IEnumerator<Yield> Sleeps()
    {
        yield return Sleep(Seconds(3));
    }

    [Coroutine]
    private IEnumerator<Yield> Waits(string kind, Action<CancelScope> end)
    {
        var scope = CancelScope.Start();
        for (var i = 0; i < 4; i++)
        {
            if (i == 1) end(scope);
            if (i == 3) scope.Dispose();
            var what = i == 0 ? "before" : i == 3 ? "left" : "not thrown";
            try
            {
                switch (kind)
                {
                    case "Suspension":
                        Suspension.Completed.Await();
                        break;
                    case "Suspension<T>":
                        Suspension<int>.FromValue(1).Await();
                        break;
                    case "Task":
                        Task.CompletedTask.Await();
                        break;
                    case "Task<T>":
                        Task.FromResult(1).Await();
                        break;
                    case "ValueTask":
                        ValueTask.CompletedTask.Await();
                        break;
                    case "ValueTask<T>":
                        ValueTask.FromResult(1).Await();
                        break;
                    case "ConfiguredTask":
                        Task.CompletedTask.ConfigureAwait(false).Await();
                        break;
                    case "ConfiguredTask<T>":
                        Task.FromResult(1).ConfigureAwait(false).Await();
                        break;
                    case "ConfiguredValueTask":
                        ValueTask.CompletedTask.ConfigureAwait(false).Await();
                        break;
                    case "ConfiguredValueTask<T>":
                        ValueTask.FromResult(1).ConfigureAwait(false).Await();
                        break;
                }
            }
            catch (ScopeCancelledException)
            {
                what = "ScopeCancelledException";
            }
            catch (GreenletExit exit)
            {
                exit.Accept();
                what = "GreenletExit";
            }

            Add(what);
        }

        yield break;
    }
}
