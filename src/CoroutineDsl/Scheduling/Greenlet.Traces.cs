namespace CoroutineDsl;

/// <content>Stack traces as the user wrote the methods.</content>
public partial class Greenlet
{
    /// <summary>As <see cref="PassesThrough"/>, on the way to a catch clause of a coroutine: the exception's trace is made ready to be looked at.</summary>
    internal bool Passes(Exception exception)
    {
        StackText.Show(exception);
        return PassesThrough(exception);
    }

    /// <summary>An exception goes through an iterator at its <c>yield return</c>, where no frame of it is on the stack: its line is added.</summary>
    internal static void PassesIterator(Exception exception, object iterator) => StackText.Settle(exception, $"at {StackLines.IteratorMethod(iterator.GetType())}");
}
