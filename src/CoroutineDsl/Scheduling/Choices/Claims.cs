namespace CoroutineDsl;

/// <summary>
/// Who is given something claims the waiter first. A greenlet that waits for one thing is claimed by taking it out of its list. One that chooses stands in several lists, and only one of them may give it something:
/// the branch that is claimed first.
/// </summary>
internal static class Claims
{
    /// <summary>Where lists are shared between hubs, a branch may be claimed by two threads at once, and two branches may have to be claimed together. Such claims are rare and short: one lock serves all.</summary>
    public static readonly Lock Gate = new();

    public static bool Take(Waiter waiter) => !waiter.State.IsBranch || ((Branch)waiter).Claim();

    /// <summary>Claims both or none. A choice does not meet itself.</summary>
    public static bool Take(Waiter one, Waiter other)
    {
        if (!one.State.IsBranch) return Take(other);
        if (!other.State.IsBranch) return Take(one);
        if (ReferenceEquals(one.WaitingGreenlet, other.WaitingGreenlet)) return false;
        lock (Gate)
        {
            if (!((Branch)one).MayClaim || !((Branch)other).Claim()) return false;
            return ((Branch)one).Claim();
        }
    }
}
