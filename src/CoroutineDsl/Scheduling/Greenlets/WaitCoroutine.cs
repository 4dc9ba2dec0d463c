using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A single wait as a coroutine.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class WaitCoroutine(Suspension wait) : Coroutine
{
    public override FrameLocation Location => new("wait", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            State = 1;
            return greenlet.Begin(this, wait);
        }

        greenlet.End();
        return true;
    }
}

/// <summary>As <see cref="WaitCoroutine"/>, with a result.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class WaitCoroutine<T>(Suspension<T> wait) : Coroutine<T>
{
    public override FrameLocation Location => new("wait", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            State = 1;
            return greenlet.Begin(this, wait, out Result);
        }

        greenlet.End(out Result);
        return true;
    }
}
