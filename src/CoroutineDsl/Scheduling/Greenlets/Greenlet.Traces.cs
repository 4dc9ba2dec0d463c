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

    /// <summary>Where an iterator that was not lowered stands.</summary>
    internal static FrameLocation PlaceOf(object iterator) => IteratorPlaces.Of(iterator.GetType(), IteratorPlaces.StateOf(iterator));

    /// <summary>An exception goes through an iterator at its <c>yield return</c>, where no frame of it is on the stack: its line is added.</summary>
    internal static void PassesIterator(Exception exception, object iterator) => StackText.Settle(exception, StackLines.OfIterator(iterator));

    /// <summary>An exception goes from a frame to the caller that goes on. The frames between have handed their place on and are on no stack: their lines are added.</summary>
    internal static Coroutine? PassesTails(Coroutine frame, Exception exception)
    {
        var caller = frame.Caller;
        for (; caller is { IsOver: true }; caller = caller.Caller) StackText.Settle(exception, StackLines.Of(caller));
        return caller;
    }
}
