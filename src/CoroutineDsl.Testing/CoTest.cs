namespace CoroutineDsl.Testing;

/// <summary>
/// Runs a coroutine as a test, on a hub of its own and on virtual time. It fails with what the coroutine throws; with a <see cref="LoopExitException"/> where it waits for what can never come; and with a
/// <see cref="CoTestException"/> that says who waits for what where it does not end, where greenlets are left behind, where a greenlet failed and nobody looked.
/// </summary>
/// <remarks>For any test framework, and for any thread. The hub runs on a thread of its own, so that a test which never lets go fails as well.</remarks>
public static partial class CoTest
{
    /// <summary>How much time has passed on the clock of the test that runs here.</summary>
    /// <exception cref="InvalidOperationException">The hub does not run on virtual time.</exception>
    public static TimeSpan Elapsed => Hub.Current.Time is VirtualTime time ? time.Elapsed : throw new InvalidOperationException("This hub does not run on virtual time.");

    /// <summary>Runs a test.</summary>
    /// <exception cref="CoTestException">It did not end in time, left greenlets behind, or a failure was seen by nobody.</exception>
    /// <exception cref="LoopExitException">It waits, and nothing can ever end that.</exception>
    public static void Run(IEnumerator<Yield> test, CoTestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        new TestRun(options ?? new CoTestOptions()).Run(() => Greenlet.Spawn(test, "test"));
    }

    /// <summary>Runs a test: its result.</summary>
    /// <inheritdoc cref="Run(IEnumerator{Yield}, CoTestOptions?)"/>
    public static T Run<T>(IEnumerator<Yield<T>> test, CoTestOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(test);
        return ((Greenlet<T>)new TestRun(options ?? new CoTestOptions()).Run(() => Greenlet.Spawn(test, "test"))).Value!;
    }

    /// <inheritdoc cref="Run(IEnumerator{Yield}, CoTestOptions?)"/>
    public static void Run(Coroutine test, CoTestOptions? options = null) => Run((IEnumerator<Yield>)test, options);

    /// <inheritdoc cref="Run{T}(IEnumerator{Yield{T}}, CoTestOptions?)"/>
    public static T Run<T>(Coroutine<T> test, CoTestOptions? options = null) => Run((IEnumerator<Yield<T>>)test, options);

    /// <summary>Runs a test several times, each time with what is ready in another order, to find what depends on the order.</summary>
    /// <param name="count">How often.</param>
    /// <param name="test">Makes the coroutine, afresh for each run.</param>
    /// <param name="options">The seeds are <see cref="CoTestOptions.Seed"/> (0 unless set) and those that follow.</param>
    /// <exception cref="CoTestException">A run failed: the message says with which seed, the inner exception with what.</exception>
    public static void RunSeeds(int count, Func<IEnumerator<Yield>> test, CoTestOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        ArgumentNullException.ThrowIfNull(test);
        options ??= new CoTestOptions();
        var first = options.Seed ?? 0;
        for (var i = 0; i < count; i++)
        {
            var seed = unchecked(first + i);
            try
            {
                Run(test(), options with { Seed = seed });
            }
            catch (Exception failure)
            {
                throw new CoTestException($"With seed {seed} (new CoTestOptions {{ Seed = {seed} }} runs it again): {failure.Message}", failure);
            }
        }
    }

    /// <summary>Waits until every other greenlet is parked: whatever could run has run, and no time has passed (trio's <c>wait_all_tasks_blocked</c>).</summary>
    public static Suspension WaitAllParked() => Greenlet.Idle();
}
