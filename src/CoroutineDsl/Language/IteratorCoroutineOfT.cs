using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>Drives an iterator with a result that was not lowered.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class IteratorCoroutine<T>(IEnumerator<Yield<T>> iterator) : Coroutine<T>, IResultFrame
{
    private const int Outside = 1; // the iterator stands at a yield return
    private const int Inside = 2;

    public override FrameLocation Location => Greenlet.PlaceOf(iterator);

    internal override object Iterator => iterator;

    internal override bool IsLowered => false;

    public void SetResult(object? value) => Result = value switch
    {
        T result => result,
        null when default(T) is null => default!,
        _ => throw new InvalidOperationException($"SetResult was called with a {value?.GetType().ToString() ?? "null"} in a coroutine whose result is a {typeof(T)} ('{Location.Method}')."),
    };

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
                if (!greenlet.BeginOpen(this, iterator.Current, out var ended)) return false;
                if (ended)
                {
                    IteratorFrame.Leave(this, iterator);
                    return true;
                }

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
