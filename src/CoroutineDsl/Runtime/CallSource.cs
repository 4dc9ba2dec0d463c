namespace CoroutineDsl.Runtime;

/// <summary>A nested coroutine as a wait: its frame runs under the frame that waits.</summary>
[System.Diagnostics.StackTraceHidden]
internal class CallSource(Coroutine coroutine) : WaitSource
{
    internal override bool Begin(Greenlet greenlet, object? state, long argument) => greenlet.Call(greenlet.Leaf!, coroutine);

    internal override bool IsOneStep => false;

    internal override void Cancel(Greenlet greenlet)
    {
    }

    internal override string Describe(Greenlet greenlet) => coroutine.Location.Method;
}

/// <inheritdoc cref="CallSource"/>
[System.Diagnostics.StackTraceHidden]
internal sealed class CallSource<T>(Coroutine<T> coroutine) : WaitSource<T>
{
    internal override bool Begin(Greenlet greenlet, object? state, long argument) => greenlet.Call(greenlet.Leaf!, coroutine);

    internal override bool IsOneStep => false;

    internal override void Cancel(Greenlet greenlet)
    {
    }

    internal override T Take(Greenlet greenlet) => coroutine.Result;

    internal override string Describe(Greenlet greenlet) => coroutine.Location.Method;
}
