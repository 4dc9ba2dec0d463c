using System.Text.RegularExpressions;
using Xunit;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

/// <summary>A coroutine whose last act is to run another has handed its place on. Traces and stacks have its line all the same.</summary>
public sealed partial class TailCallTraceTests : HubTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_failure_has_the_line_of_each_that_handed_its_place_on(int waits)
    {
        using var hub = Start();
        AssertLines(Assert.Throws<InvalidOperationException>(() => Spawn(First(waits)).Await()), nameof(Third), nameof(Second), nameof(First));
        AssertLines(Assert.Throws<InvalidOperationException>(() => Spawn(Calls(waits)).Await()), nameof(Third), nameof(Second), nameof(First), nameof(Calls));
        AssertLines(Assert.Throws<InvalidOperationException>(() => { Spawn(Gives(waits)).Get().Await(); }), nameof(GivesInner), nameof(Gives));
        AssertLines(Assert.Throws<InvalidOperationException>(() => First(waits).Await()), nameof(Third), nameof(Second), nameof(First));
    }

    [Fact]
    public void A_coroutine_that_catches_it_sees_the_same()
    {
        using var hub = Start();
        var seen = new List<string>();
        Spawn(Catches(seen)).Await();
        Assert.All(seen, text => Assert.Equal([nameof(Third), nameof(Second), nameof(First), nameof(Catches)], MethodsOf(text)));
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void They_stand_on_the_stack_while_the_last_waits_and_a_greenlet_keeps_its_first_name()
    {
        using var hub = Start();
        var greenlet = Spawn(First(3, TimeSpan.FromMinutes(1)));
        Sleep(Seconds(1)).Await();
        Assert.Equal([nameof(Third), nameof(Second), nameof(First)], greenlet.StackFrames.Select(frame => frame.Method));
        Assert.Contains($" {nameof(First)}: waits", greenlet.ToString(), StringComparison.Ordinal);
        Assert.Equal([nameof(Third), nameof(Second), nameof(First)], GreenletTree.Capture(hub).Greenlets.Single().Frames.Select(frame => frame.Method));
    }

    [Fact]
    public void What_a_frame_held_is_let_go_of_when_it_hands_its_place_on()
    {
        using var hub = Start();
        var held = new WeakReference[3];
        var greenlet = Spawn(Holds(held, 0));
        Sleep(Seconds(1)).Await();
        GC.Collect();
        Assert.All(held[..2], reference => Assert.False(reference.IsAlive));
        Assert.Equal([nameof(Holds), nameof(Holds), nameof(Holds)], greenlet.StackFrames.Select(frame => frame.Method));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(18)]
    [InlineData(1000)]
    public void Of_many_in_a_row_the_last_are_kept_and_the_value_reaches_the_caller(int depth)
    {
        using var hub = Start();
        var frames = new List<int>();
        Assert.Equal(depth, Spawn(Asks(depth, frames)).Get().Await());
        var deepest = Assert.Single(frames);
        Assert.InRange(deepest, Math.Min(depth, KeptTails) + 2, Math.Min(depth, 2 * KeptTails) + 2);
        var thrown = Assert.Throws<InvalidOperationException>(() => { Spawn(Asks(depth, frames, fails: true)).Get().Await(); });
        Assert.InRange(MethodsOf(thrown.ToString()).Count(method => method == nameof(Down)), Math.Min(depth, KeptTails) + 1, Math.Min(depth, 2 * KeptTails) + 1);
    }

    private static void AssertLines(Exception exception, params string[] methods)
    {
        var text = exception.ToString();
        Assert.Equal(methods, MethodsOf(text).Take(methods.Length));
        Assert.All(Line().Matches(text).Take(methods.Length), match => Assert.Matches(@"TailCallTraceTests\.cs:line \d+$", match.Value.TrimEnd()));
        Assert.DoesNotContain("Machine", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CoroutineDsl.Greenlet", text, StringComparison.Ordinal);
    }

    private static List<string> MethodsOf(string text) => [.. Line().Matches(text).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"(?m)^   at (?:\w+\.)*(\w+)\([^)]*\).*$")]
    private static partial Regex Line();

    [Coroutine]
    private static IEnumerator<Yield> Calls(int waits)
    {
        First(waits).Await();
        yield return Sleep();
    }

    [Coroutine]
    private static IEnumerator<Yield> First(int waits, TimeSpan time = default)
    {
        if ((waits & 1) != 0) yield return Sleep(1);
        yield return Call(Second(waits, time));
    }

    [Coroutine]
    private static IEnumerator<Yield> Second(int waits, TimeSpan time)
    {
        if ((waits & 1) != 0) yield return Sleep(1);
        yield return Call(Third(waits, time));
    }

    [Coroutine]
    private static IEnumerator<Yield> Third(int waits, TimeSpan time)
    {
        if ((waits & 2) != 0) yield return Sleep(time);
        throw new InvalidOperationException("out of paper");
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Gives(int waits)
    {
        if ((waits & 1) != 0) Sleep(1).Await();
        yield return GivesInner(waits).Await();
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> GivesInner(int waits)
    {
        if ((waits & 2) != 0) Sleep(1).Await();
        if (waits >= 0) throw new InvalidOperationException("out of paper");
        yield return waits;
    }

    [Coroutine]
    private static IEnumerator<Yield> Catches(List<string> seen)
    {
        foreach (var waits in new[] { 0, 3 })
        {
            try
            {
                First(waits).Await();
            }
            catch (InvalidOperationException e)
            {
                seen.Add(e.ToString());
            }
        }

        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> Holds(WeakReference[] held, int index)
    {
        var thing = new object();
        held[index] = new WeakReference(thing);
        yield return Sleep(index < 2 ? TimeSpan.Zero : TimeSpan.FromMinutes(1));
        GC.KeepAlive(thing);
        if (index < 2) yield return Call(Holds(held, index + 1));
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Asks(int depth, List<int> frames, bool fails = false)
    {
        var value = Down(depth, 0, frames, fails).Await();
        Sleep(1).Await();
        yield return value;
    }

    [Coroutine]
    private static IEnumerator<Yield<int>> Down(int n, int count, List<int> frames, bool fails)
    {
        if (n % 2 == 0) Sleep(1).Await();
        if (n == 0)
        {
            if (fails) throw new InvalidOperationException("out of paper");
            frames.Add(Current.StackFrames.Count);
            yield return count;
        }

        yield return Down(n - 1, count + 1, frames, fails).Await();
    }
}
