using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>
/// A coroutine that a function makes in the greenlet's first step, and not where it is spawned: C# takes a lambda that never ends, <c>() => { while (true) .. }</c>, for one that returns anything, a coroutine too.
/// </summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class MadeCoroutine(Func<IEnumerator<Yield>> make) : Coroutine
{
    public override FrameLocation Location => new(make.Method.Name, 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            var made = FromIterator(make());
            State = 1;
            return greenlet.Begin(this, Waitables.From(made));
        }

        greenlet.End();
        return true;
    }
}

/// <summary>As <see cref="MadeCoroutine"/>, with a result.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class MadeCoroutine<T>(Func<IEnumerator<Yield<T>>> make) : Coroutine<T>
{
    public override FrameLocation Location => new(make.Method.Name, 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            var made = FromIterator(make());
            State = 1;
            return greenlet.Begin(this, Waitables.From(made), out Result);
        }

        greenlet.End(out Result);
        return true;
    }
}

/// <summary>As <see cref="MadeCoroutine"/>, of a single wait.</summary>
[System.Diagnostics.StackTraceHidden]
internal sealed class MadeWaitCoroutine<T>(Func<Suspension<T>> make) : Coroutine<T>
{
    public override FrameLocation Location => new(make.Method.Name, 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        if (State == 0)
        {
            var made = make();
            State = 1;
            return greenlet.Begin(this, made, out Result);
        }

        greenlet.End(out Result);
        return true;
    }
}
