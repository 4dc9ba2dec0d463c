namespace CoroutineDsl;

/// <summary>What the frames of un-lowered iterators share: which of them is inside <c>MoveNext</c> on this thread, so that <see cref="Coroutine.SetResult"/> finds its coroutine.</summary>
[System.Diagnostics.StackTraceHidden]
internal static class IteratorFrame
{
    [ThreadStatic]
    private static Coroutine? t_current;

    public static Coroutine? Current
    {
        get => t_current;
        set => t_current = value;
    }

    /// <summary>Runs the iterator to its next yield, with the frame as the current one.</summary>
    public static bool MoveNext(Coroutine frame, System.Collections.IEnumerator iterator)
    {
        var outer = t_current;
        t_current = frame;
        try
        {
            return iterator.MoveNext();
        }
        finally
        {
            t_current = outer;
        }
    }

    /// <summary>
    /// An exception arrives at the iterator's <c>yield return</c>. No catch clause can surround one, so to throw there is to run the <c>finally</c> blocks around it: to dispose.
    /// The filter has been asked: an exit is shielded on its way.
    /// </summary>
    public static void Unwind(Coroutine frame, Greenlet greenlet, IDisposable iterator)
    {
        try
        {
            Leave(frame, iterator);
        }
        finally
        {
            greenlet.Arrived();
        }
    }

    /// <summary>The iterator has yielded its result: runs the <c>finally</c> blocks around that.</summary>
    public static void Leave(Coroutine frame, IDisposable iterator)
    {
        var outer = t_current;
        t_current = frame;
        try
        {
            iterator.Dispose();
        }
        finally
        {
            t_current = outer;
        }
    }

    public static void SetResultOfCurrent<T>(T value)
    {
        switch (t_current)
        {
            case Coroutine<T> coroutine:
                coroutine.Result = value;
                break;
            case IResultFrame frame:
                frame.SetResult(value);
                break;
            case null:
                throw new InvalidOperationException("SetResult is for the body of a [Coroutine] method that returns IEnumerator<Yield<T>>, and was called outside one.");
            default:
                throw new InvalidOperationException($"SetResult was called in a coroutine without a result ('{t_current.Location.Method}'): declare it as IEnumerator<Yield<{typeof(T).Name}>>.");
        }
    }
}
