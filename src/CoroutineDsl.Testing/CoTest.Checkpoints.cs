namespace CoroutineDsl.Testing;

public static partial class CoTest
{
    /// <summary>Runs a coroutine inside this greenlet, which must let others run in it at least once, unless it throws (trio's <c>assert_checkpoints</c>).</summary>
    /// <exception cref="CoTestException">It never did (from the wait).</exception>
    public static Coroutine MustSwitch(IEnumerator<Yield> block) => Coroutine.Call(MustSwitchAround(block));

    /// <inheritdoc cref="MustSwitch(IEnumerator{Yield})"/>
    public static Coroutine<T> MustSwitch<T>(IEnumerator<Yield<T>> block) => Coroutine.Call(MustSwitchAround(block));

    /// <summary>Runs a coroutine inside this greenlet, which must not let others run in it, unless it throws (trio's <c>assert_no_checkpoints</c>).</summary>
    /// <exception cref="CoTestException">It did (from the wait).</exception>
    public static Coroutine MustNotSwitch(IEnumerator<Yield> block) => Coroutine.Call(MustNotSwitchAround(block));

    /// <inheritdoc cref="MustNotSwitch(IEnumerator{Yield})"/>
    public static Coroutine<T> MustNotSwitch<T>(IEnumerator<Yield<T>> block) => Coroutine.Call(MustNotSwitchAround(block));

    [Coroutine]
    private static IEnumerator<Yield> MustSwitchAround(IEnumerator<Yield> block)
    {
        using var switches = new SwitchCounter();
        block.Await();
        Check(switches.Count > 0, "was to let others run, and never did");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<T>> MustSwitchAround<T>(IEnumerator<Yield<T>> block)
    {
        using var switches = new SwitchCounter();
        var value = block.Await();
        Check(switches.Count > 0, "was to let others run, and never did");
        Coroutine.SetResult(value);
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield> MustNotSwitchAround(IEnumerator<Yield> block)
    {
        using var switches = new SwitchCounter();
        block.Await();
        Check(switches.Count == 0, $"was not to let others run, and did {switches.Count} times");
        yield break;
    }

    [Coroutine]
    private static IEnumerator<Yield<T>> MustNotSwitchAround<T>(IEnumerator<Yield<T>> block)
    {
        using var switches = new SwitchCounter();
        var value = block.Await();
        Check(switches.Count == 0, $"was not to let others run, and did {switches.Count} times");
        Coroutine.SetResult(value);
        yield break;
    }

    private static void Check(bool holds, string otherwise)
    {
        if (!holds) throw new CoTestException($"{Greenlet.Current.Name} {otherwise}.");
    }
}
