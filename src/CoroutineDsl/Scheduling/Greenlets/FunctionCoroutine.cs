using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A plain function as a coroutine that gives its value. A wait that it returns, <c>() =&gt; queue.Put(1)</c>, is waited for.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class FunctionCoroutine<T>(Func<T> function) : Coroutine<T>
{
    public override FrameLocation Location => new(function.Method.Name, 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 1)
        {
            greenlet.End();
            return true;
        }

        Result = function();
        if (Result is not Suspension wait) return true;
        State = 1;
        Result = default!; // a wait that is over
        return greenlet.Begin(this, wait);
    }
}
