using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>Drives an iterator that was not lowered: each value that it yields is waited for.</summary>
internal sealed class IteratorCoroutine(IEnumerator<Yield> iterator) : Coroutine
{
    public override FrameLocation Location => new(IteratorName.Of(iterator), 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        try
        {
            if (State == 1) greenlet.End();
            State = 1;
            while (IteratorFrame.MoveNext(this, iterator))
            {
                if (!greenlet.Begin(this, iterator.Current)) return false;
            }
        }
        catch (Exception exception) when (greenlet.Passes(exception))
        {
            IteratorFrame.Unwind(this, greenlet, iterator);
            throw;
        }

        iterator.Dispose();
        return true;
    }
}
