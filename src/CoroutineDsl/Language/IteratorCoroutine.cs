using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>Drives an iterator that was not lowered: each value that it yields is waited for.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class IteratorCoroutine(IEnumerator<Yield> iterator) : Coroutine
{
    private const int Outside = 1; // the iterator stands at a yield return
    private const int Inside = 2;

    public override FrameLocation Location => Greenlet.PlaceOf(iterator);

    internal override object Iterator => iterator;

    internal override bool IsLowered => false;

    public override bool Resume(Greenlet greenlet)
    {
        try
        {
            if (State == Outside) greenlet.End();
            else Greenlet.BeginsUnlowered(iterator);
            State = Inside;
            while (IteratorFrame.MoveNext(this, iterator))
            {
                State = Outside;
                if (!greenlet.Begin(this, iterator.Current)) return false;
                State = Inside;
            }
        }
        catch (Exception exception) when (greenlet.PassesThrough(exception))
        {
            if (State == Outside) Greenlet.PassesIterator(exception, iterator);
            IteratorFrame.Unwind(this, greenlet, iterator);
            throw;
        }

        iterator.Dispose();
        return true;
    }
}
