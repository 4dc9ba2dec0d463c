namespace CoroutineDsl;

/// <summary>A plain function as a coroutine that gives its value.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class FunctionCoroutine<T>(Func<T> function) : Coroutine<T>
{
    public override FrameLocation Location => new(function.Method.Name, 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        Result = function();
        return true;
    }
}
