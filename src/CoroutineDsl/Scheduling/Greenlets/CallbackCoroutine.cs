namespace CoroutineDsl;

/// <summary>A plain callback as a coroutine.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class CallbackCoroutine(Action callback, string name) : Coroutine
{
    public override FrameLocation Location => new(name, 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        callback();
        return true;
    }
}
