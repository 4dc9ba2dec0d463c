using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>Drives an iterator with a result that was not lowered.</summary>
internal sealed class IteratorCoroutine<T>(IEnumerator<Yield<T>> iterator) : Coroutine<T>, IResultFrame
{
    public override FrameLocation Location => new(IteratorName.Of(iterator), 0, "");

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
            if (State == 1) greenlet.End();
            State = 1;
            while (IteratorFrame.MoveNext(this, iterator))
            {
                if (!greenlet.BeginOpen(this, iterator.Current, out var ended)) return false;
                if (!ended) continue;
                IteratorFrame.Leave(this, iterator);
                return true;
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
