using System.Text.RegularExpressions;
using Xunit;
using static CoroutineDsl.Coroutine;
using static CoroutineDsl.Greenlet;

namespace CoroutineDsl.Tests.Diagnostics;

/// <summary>A failure n coroutines deep has n lines of the user's methods, however it came there.</summary>
public sealed partial class StackTraceTests : HubTest
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void A_failure_three_coroutines_deep_has_three_lines_and_the_one_that_waited(bool waits, bool isUnlowered)
    {
        using var hub = Start();
        var greenlet = isUnlowered ? Spawn(Unlowered1(waits)) : Spawn(C1(waits));
        var thrown = Assert.Throws<InvalidOperationException>(() => Awaits(greenlet));
        var lines = Lines(thrown);
        var prefix = isUnlowered ? "Unlowered" : "C";
        Assert.Equal([prefix + "3", prefix + "2", prefix + "1"], lines[..3].Select(line => line.Method));
        Assert.Equal(nameof(Awaits), lines[3].Method);
        Assert.All(lines[..3], line => Assert.Equal($"StackTraceTests.cs:line {LineOf(line.Method)}", line.Place));
        AssertNoGlue(thrown);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Instance_coroutines_too(bool waits)
    {
        using var hub = Start();
        var thrown = Assert.Throws<InvalidOperationException>(() => Awaits(Spawn(Own1(waits))));
        Assert.Equal([nameof(Own2), nameof(Own1), nameof(Awaits)], Lines(thrown)[..3].Select(line => line.Method));
        AssertNoGlue(thrown);
    }

    [Fact]
    public void A_coroutine_that_catches_it_sees_the_same()
    {
        using var hub = Start();
        var seen = new List<string>();
        Spawn(Catches(seen)).Await();
        Assert.All(seen, text => Assert.DoesNotContain("Machine", text, StringComparison.Ordinal));
        Assert.Equal(["C3", "C2", "Catches"], LinesOf(seen[0]).Select(line => line.Method));
        Assert.Equal(["C3", "C2", "Catches"], LinesOf(seen[1]).Select(line => line.Method));
    }

    [Fact]
    public void A_failure_that_is_reported_has_only_the_users_lines()
    {
        using var hub = Start();
        Spawn(C1(true), "failing");
        Sleep(Seconds(1)).Await();
        Assert.Equal(["C3", "C2", "C1"], Lines(Assert.Single(Reported).Failure).Select(line => line.Method));
    }

    [Fact]
    public void The_trace_does_not_grow_with_waits_and_looks()
    {
        using var hub = Start();
        var greenlet = Spawn(C1(true));
        var look = () => Awaits(greenlet);
        var first = Assert.Throws<InvalidOperationException>(look).ToString();
        for (var i = 0; i < 5; i++) Assert.Equal(first, Assert.Throws<InvalidOperationException>(look).ToString());
        for (var i = 0; i < 5; i++) Assert.Equal(first, greenlet.Exception!.ToString());
    }

    [Fact]
    public void A_main_program_that_runs_a_coroutine_sees_the_same()
    {
        using var hub = Start();
        foreach (var waits in new[] { false, true })
        {
            var thrown = Assert.Throws<InvalidOperationException>(() => C1(waits).Await());
            Assert.Equal(["C3", "C2", "C1"], Lines(thrown)[..3].Select(line => line.Method));
            AssertNoGlue(thrown);
        }
    }

    /// <summary>The line where a method calls the next one, or throws, in this file.</summary>
    private static int LineOf(string method)
    {
        var lines = File.ReadAllLines(Path.Combine(Repository.Root, "tests/CoroutineDsl.Tests/Diagnostics/StackTraceTests.cs"));
        var begin = Array.FindIndex(lines, line => line.Contains($" {method}(bool waits)", StringComparison.Ordinal));
        return Array.FindIndex(lines, begin, line => line.Contains("3(waits)", StringComparison.Ordinal) || line.Contains("2(waits)", StringComparison.Ordinal) || line.Contains("throw new", StringComparison.Ordinal)) + 1;
    }

    private static void AssertNoGlue(Exception exception)
    {
        var text = exception.ToString();
        foreach (var word in new[] { "Machine", "Resume", "Trampoline", "CoroutineDsl.Greenlet", "LoweredCode", "Baton", "MoveNext", "End of stack trace" }) Assert.DoesNotContain(word, text, StringComparison.Ordinal);
    }

    private static List<(string Method, string Place)> Lines(Exception exception) => LinesOf(exception.ToString());

    private static List<(string Method, string Place)> LinesOf(string text) =>
        [.. Line().Matches(text).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];

    [GeneratedRegex(@"(?m)^   at (?:\w+\.)*(\w+)\([^)]*\)(?: in \S*?([^/\\\s]+:line \d+))?\r?$")]
    private static partial Regex Line();

    private static void Awaits(Greenlet greenlet) => greenlet.Await();

    [Coroutine]
    private static IEnumerator<Yield> C1(bool waits)
    {
        if (waits) yield return Sleep(1);
        yield return Call(C2(waits)); // not its last act: then it would leave the stack before C2 waits
        yield return Sleep();
    }

    [Coroutine]
    private static IEnumerator<Yield> C2(bool waits)
    {
        if (waits) yield return Sleep(1);
        C3(waits).Await();
        yield return Sleep();
    }

    [Coroutine]
    private static IEnumerator<Yield> C3(bool waits)
    {
        if (waits) yield return Sleep(1);
        throw new InvalidOperationException("out of paper");
    }

    [Coroutine]
    private static IEnumerator<Yield> Catches(List<string> seen)
    {
        foreach (var waits in new[] { false, true })
        {
            try
            {
                C2(waits).Await();
            }
            catch (InvalidOperationException e)
            {
                seen.Add(e.ToString());
            }
        }

        yield break;
    }

    [Coroutine]
    private IEnumerator<Yield> Own1(bool waits)
    {
        if (waits) yield return Sleep(1);
        yield return Call(Own2(waits));
        yield return Sleep();
    }

    [Coroutine]
    private IEnumerator<Yield> Own2(bool waits)
    {
        if (waits) yield return Sleep(1);
        throw new InvalidOperationException(Trace);
    }

    private static IEnumerator<Yield> Unlowered1(bool waits)
    {
        if (waits) yield return Sleep(1);
        yield return Call(Unlowered2(waits));
    }

    private static IEnumerator<Yield> Unlowered2(bool waits)
    {
        if (waits) yield return Sleep(1);
        Unlowered3(waits).Await();
    }

    private static IEnumerator<Yield> Unlowered3(bool waits)
    {
        if (waits) yield return Sleep(1);
        throw new InvalidOperationException("out of paper");
    }
}
