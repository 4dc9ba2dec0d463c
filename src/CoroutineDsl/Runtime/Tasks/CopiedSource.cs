namespace CoroutineDsl.Runtime;

/// <summary>
/// A source each wait of which is an object of its own, so that a suspension may be awaited again, or by several greenlets at once. The first wait is the source itself, each further one a copy.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal abstract class CopiedSource<T> : WaitSource<T>
{
    private int _isTaken;

    internal sealed override bool Begin(Greenlet greenlet, object? state, long argument)
    {
        var wait = Interlocked.Exchange(ref _isTaken, 1) == 0 ? this : (CopiedSource<T>)MemberwiseClone();
        if (!wait.BeginOnce(greenlet, argument)) return false;
        greenlet.Source = wait; // where Take finds it
        return true;
    }

    internal sealed override WaitSource ActualFor(Greenlet greenlet) => greenlet.Source!;

    internal sealed override T Take(Greenlet greenlet)
    {
        var wait = (CopiedSource<T>)greenlet.Source!;
        greenlet.Source = null;
        return wait.TakeOnce(greenlet);
    }

    /// <summary>As <see cref="WaitSource.Begin"/>, and sets all that it changes: it may be a copy of one that has been used.</summary>
    protected abstract bool BeginOnce(Greenlet greenlet, long argument);

    /// <summary>As <see cref="WaitSource{T}.Take"/>.</summary>
    protected abstract T TakeOnce(Greenlet greenlet);
}
