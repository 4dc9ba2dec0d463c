using System.Runtime.InteropServices;
using CoroutineDsl.Tests.Net;
using Xunit;
using static CoroutineDsl.Greenlet;
using static CoroutineDsl.Tests.Os.Signals;

namespace CoroutineDsl.Tests.Os;

/// <summary>Signals that this process sends to itself.</summary>
[Collection(Descriptors.Alone)]
public partial class SignalWatchTests
{
    private const PosixSignal User1 = (PosixSignal)10;
    private const PosixSignal User2 = (PosixSignal)12;

    [Fact]
    public void A_signal_ends_a_wait_again_and_again()
    {
        if (!OperatingSystem.IsLinux()) return;
        OnHub.Run("epoll", Body);

        static IEnumerator<Yield> Body()
        {
            foreach (var signal in new[] { User1, User2, User1 })
            {
                using var keep = new CoSignal(User1, User2); // between the waits too
                var waiting = Spawn(WaitFor(User1, User2));
                Sleep(TimeSpan.Zero).Await();
                Raise((int)signal);
                Assert.Equal(signal, waiting.Get(OnHub.Patience).Await());
            }

            yield break;
        }
    }

    [Fact]
    public void Signals_are_kept_and_gone_through_until_nobody_watches()
    {
        if (!OperatingSystem.IsLinux()) return;
        OnHub.Run("epoll", Body);

        static IEnumerator<Yield> Body()
        {
            using var watch = new CoSignal(User1, User2);
            Assert.Throws<CoTimeoutException>(() => watch.Next(TimeSpan.FromMilliseconds(1)).Await());
            var seen = new List<PosixSignal>();
            foreach (var signal in new[] { User1, User2, User1, User1 })
            {
                Raise((int)signal);
                Assert.Equal(signal, watch.Next(OnHub.Patience).Await());
            }

            var going = Spawn(GoThrough(watch, seen));
            Raise((int)User2);
            while (seen.Count == 0) Sleep(TimeSpan.FromMilliseconds(2)).Await();
            Assert.Equal([User2], seen);
            watch.Dispose();
            going.Get(OnHub.Patience).Await();
            Assert.Throws<ObjectDisposedException>(() => watch.Next().Await());
            Assert.Throws<ArgumentException>(() => new CoSignal());
            yield break;
        }
    }

    [Fact]
    public void The_main_program_may_wait_for_nothing_but_a_signal()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var hub = new Hub(new HubOptions());
        using var keep = new CoSignal(User2);
        Spawn(RaiseSoon((int)User2));
        Assert.Equal(User2, CoSignal.Wait(User2).Await());
    }

    [Coroutine]
    private static IEnumerator<Yield<PosixSignal>> WaitFor(params PosixSignal[] signals)
    {
        yield return CoSignal.Wait(signals).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield> GoThrough(CoSignal watch, List<PosixSignal> seen)
    {
        foreach (var signal in watch) seen.Add(signal);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> RaiseSoon(int signal)
    {
        yield return Sleep(TimeSpan.FromMilliseconds(1));
        Raise(signal);
    }
}
