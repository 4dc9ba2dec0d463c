using System.Runtime.ExceptionServices;

namespace CoroutineDsl;

/// <summary>The frame of the small greenlet that waits for <c>async</c> code.</summary>
[System.Diagnostics.StackTraceHidden]
internal abstract class AsyncWaitBase : Coroutine
{
    private Action? _continuation;
    private ExceptionDispatchInfo? _failure;

    public override FrameLocation Location => new("await", 0, "");

    public void Begin(Action continuation)
    {
        _continuation = continuation;
        Greenlet.Spawn((Coroutine)this);
    }

    /// <exception cref="InvalidOperationException">Only a greenlet can own what is waited for.</exception>
    public static void Check(WaitSource? source)
    {
        if (source?.OnlyGreenlets is { } why) throw new InvalidOperationException(why);
    }

    public void ThrowIfFailed() => _failure?.Throw();

    public override bool Resume(Greenlet greenlet)
    {
        try
        {
            if (State == 0)
            {
                State = 1;
                if (!Wait(greenlet)) return false;
            }
            else
            {
                Take(greenlet);
            }

            Source?.Disown(greenlet); // this greenlet ends, and the async method goes on
        }
        catch (Exception exception) when (greenlet.PassesThrough(exception))
        {
            greenlet.Arrived();
            _failure = ExceptionDispatchInfo.Capture(exception);
        }

        Interlocked.Exchange(ref _continuation, null)!();
        return true;
    }

    /// <summary>The async method gets an exception, and goes on on the thread pool.</summary>
    internal sealed override void HubIsGone()
    {
        if (Interlocked.Exchange(ref _continuation, null) is not { } continuation) return;
        _failure = ExceptionDispatchInfo.Capture(Hub.Left("await"));
        ThreadPool.UnsafeQueueUserWorkItem(static continuation => continuation(), continuation, preferLocal: false);
    }

    protected abstract WaitSource? Source { get; }

    protected abstract bool Wait(Greenlet greenlet);

    protected abstract void Take(Greenlet greenlet);
}
