using System.Runtime.InteropServices;
using CoroutineDsl.Tests.Net;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Os.Signals;

namespace CoroutineDsl.Tests.Scheduling;

/// <summary>Signals of the process: alone, since they come to all handlers. SIGWINCH and SIGCONT do no harm where nobody handles them.</summary>
[Collection(Descriptors.Alone)]
public sealed partial class SignalTests : HubTest
{
    [Fact, Trait("Row", "319")]
    public void A_handler_must_be_callable()
    {
        using var hub = Start();
        Assert.Throws<ArgumentNullException>(() => hub.HandleSignal(PosixSignal.SIGINT, null!));
    }

    [Fact, Trait("Row", "320")]
    public void A_handler_runs_on_the_hub_each_time_and_may_throw_in_the_main_program()
    {
        if (OperatingSystem.IsWindows()) return;
        using var hub = Start();
        var main = Current;
        using var handler = hub.HandleSignal(PosixSignal.SIGWINCH, () => main.Kill(new TimeoutException(Current == main ? "main" : "own")));
        for (var i = 0; i < 2; i++)
        {
            using var raised = new Timer(_ => Raise(28), null, 5, -1);
            Assert.Equal("own", Assert.Throws<TimeoutException>(() => new CoEvent().Wait().Await()).Message);
        }

        handler.Dispose();
        Raise(28);
        Assert.Throws<LoopExitException>(() => new CoEvent().Wait().Await());
    }

    [Fact, Trait("Row", "94")]
    public void A_handler_keeps_nothing_alive()
    {
        if (OperatingSystem.IsWindows()) return;
        using var hub = Start();
        using var handler = hub.HandleSignal(PosixSignal.SIGCONT, () => { });
        Assert.True(Wait(Seconds(10)).Await());
        Assert.Equal(0, Now);
    }

    [Fact]
    public void Ctrl_C_ends_a_run_in_good_order_where_its_options_say_so()
    {
        if (OperatingSystem.IsWindows()) return;
        Hub.Run(Waits(), new HubOptions { ShutsDownOnCtrlC = true });
        Assert.Equal("clean child", Trace);

        IEnumerator<Yield> Waits()
        {
            Spawn(Child());
            yield return Sleep();
            Raise(2);
            try
            {
                Sleep(Forever).Await();
            }
            finally
            {
                Sleep(1).Await();
                Add("clean");
            }
        }

        IEnumerator<Yield> Child()
        {
            try
            {
                yield return Sleep(Forever);
            }
            finally
            {
                Sleep(1).Await();
                Add("child");
            }
        }
    }

    [Fact]
    public void What_a_handler_throws_is_reported()
    {
        if (OperatingSystem.IsWindows()) return;
        using var hub = Start();
        var set = new CoEvent();
        using var handler = hub.HandleSignal(PosixSignal.SIGCONT, () =>
        {
            set.Set();
            throw new TimeoutException();
        });
        using var raised = new Timer(_ => Raise(18), null, 5, -1);
        set.Wait().Await();
        Sleep().Await();
        Assert.IsType<TimeoutException>(Reported.Single().Failure);
    }
}
