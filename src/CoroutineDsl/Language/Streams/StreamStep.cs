namespace CoroutineDsl.Runtime;

/// <summary>The wait for the next value of a stream, which is in the suspension's state: one object for all.</summary>
internal sealed class StreamStep<T> : WaitSource<bool>
{
    public static readonly StreamStep<T> Instance = new();

    internal override bool Begin(Greenlet greenlet, object? state, long argument)
    {
        var stream = (StreamCoroutine<T>)state!;
        if (greenlet.State.IsBranch) return stream.BeginAside(greenlet, this);
        if (!stream.BeginStep(greenlet, greenlet.Leaf!, out var moved)) return false;
        stream.Result = moved;
        greenlet.Leaf = stream; // where Take finds it
        return true;
    }

    internal override void Cancel(Greenlet greenlet) => ((StreamCoroutine<T>)greenlet.Leaf!).LeaveAside(greenlet);

    internal override bool Take(Greenlet greenlet)
    {
        var stream = (StreamCoroutine<T>)greenlet.Leaf!;
        return greenlet.State.IsBranch ? stream.TakeAside() : stream.Result;
    }

    internal override string Describe(Greenlet greenlet) => "the next value of a stream";
}
