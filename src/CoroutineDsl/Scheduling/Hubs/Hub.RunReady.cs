namespace CoroutineDsl;

public sealed partial class Hub
{
    /// <summary>Whether somebody else drives it, by <see cref="RunReady(int)"/>.</summary>
    public bool IsDriven => Loop.IsDriven;

    /// <summary>
    /// Runs what is ready, and returns: for a program with a loop of its own (a game, a user interface, a test), which calls it once a frame. Timers that are due, posts and sockets are looked at; nothing is waited for.
    /// </summary>
    /// <param name="budget">How many steps of greenlets to run at most.</param>
    /// <returns>How many were run; fewer than the budget: nothing is ready any more.</returns>
    /// <remarks>
    /// From the first call on the hub is driven: it parks no threads, so <c>Await()</c> in code that is not lowered, the main program included, throws a <see cref="BlockingSwitchOutException"/> unless it need not wait. Spawn instead, and look
    /// at <see cref="Greenlet.IsReady"/>.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The budget is negative.</exception>
    /// <exception cref="InvalidOperationException">Another thread's hub, or called from within a greenlet.</exception>
    public int RunReady(int budget)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(budget);
        BeDriven();
        return Loop.RunReady(budget, long.MaxValue);
    }

    /// <summary>As <see cref="RunReady(int)"/>, until a time has passed: it is looked at every 256 steps.</summary>
    /// <param name="budget">For how long to go on with what is ready.</param>
    /// <exception cref="ArgumentOutOfRangeException">The budget is negative.</exception>
    public int RunReady(TimeSpan budget)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(budget, TimeSpan.Zero);
        BeDriven();
        return Loop.RunReady(int.MaxValue, DueIn(budget.Ticks));
    }

    private void BeDriven()
    {
        CheckThread();
        if (!ReferenceEquals(CurrentGreenlet, Main)) throw new InvalidOperationException("RunReady is for the program that drives the hub, and was called in a greenlet.");
        Loop.IsDriven = true;
    }
}
