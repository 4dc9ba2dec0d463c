using System.Diagnostics;
using System.Net;
using CoroutineDsl.Net;
using Xunit;

namespace CoroutineDsl.Tests.Net.Selectors;

public class SpinTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMicroseconds(50);

    [Fact]
    public void It_takes_several_short_waits_in_a_row_to_spin()
    {
        var spin = new AdaptiveSpin(Longest);
        for (var i = 0; i < AdaptiveSpin.Needed; i++)
        {
            Assert.False(spin.IsWorthIt);
            spin.Slept(Ticks(Longest / 2));
        }

        Assert.True(spin.IsWorthIt);
    }

    [Fact]
    public void A_longer_wait_ends_it_and_so_does_a_spin_in_vain()
    {
        var spin = Spinning();
        spin.Slept(Ticks(Longest));
        Assert.False(spin.IsWorthIt);

        spin = Spinning();
        spin.InVain();
        Assert.False(spin.IsWorthIt);
    }

    [Fact]
    public void It_ends_with_the_wait()
    {
        var spin = Spinning();
        Assert.Equal(1000 + Ticks(Longest), spin.Until(1000, Timeout.InfiniteTimeSpan));
        Assert.Equal(1000 + Ticks(Longest / 5), spin.Until(1000, Longest / 5));
    }

    [Fact]
    public void Zero_turns_it_off()
    {
        var spin = new AdaptiveSpin(TimeSpan.Zero);
        for (var i = 0; i < 10; i++) spin.Slept(0);
        Assert.False(spin.IsWorthIt);
    }

    [Fact]
    public void No_post_is_lost_while_a_hub_spins()
    {
        const int posts = 20_000;
        using var hub = new Hub(new HubOptions { MaxSpinTime = TimeSpan.FromMilliseconds(2) });
        using var listener = CoSocket.Listen(new IPEndPoint(IPAddress.Loopback, 0)); // from its first socket on, a hub waits in a selector
        var waiting = Greenlet.Spawn(Accept(listener));
        var taken = 0;
        var all = new CoEvent();
        var thread = new Thread(() =>
        {
            // each waits for the one before: one that is lost ends the test by its timeout
            using var done = new AutoResetEvent(false);
            for (var i = 0; i < posts; i++)
            {
                hub.Post(() =>
                {
                    taken++;
                    done.Set();
                });
                if (!done.WaitOne(TimeSpan.FromSeconds(20))) break;
            }

            hub.Post(all.Set);
        });
        thread.Start();
        Assert.True(all.Wait(TimeSpan.FromSeconds(60)).Await());
        thread.Join();
        waiting.Kill().Await();
        Assert.Equal(posts, taken);
    }

    private static IEnumerator<Yield> Accept(CoSocket listener)
    {
        yield return listener.Accept();
    }

    private static AdaptiveSpin Spinning()
    {
        var spin = new AdaptiveSpin(Longest);
        for (var i = 0; i < AdaptiveSpin.Needed; i++) spin.Slept(0);
        return spin;
    }

    private static long Ticks(TimeSpan time) => time.Ticks * (Stopwatch.Frequency / TimeSpan.TicksPerSecond);
}
