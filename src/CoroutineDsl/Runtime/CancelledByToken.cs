namespace CoroutineDsl.Runtime;

/// <summary>A wait that a token ends.</summary>
internal sealed class CancelledByToken(Suspension wait, CancellationToken token) : Coroutine
{
    private TokenWatch? _watch;

    public override FrameLocation Location => new("WithCancellation", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        var isOver = true;
        try
        {
            if (State == 1)
            {
                greenlet.End();
            }
            else
            {
                State = 1;
                _watch = new TokenWatch(greenlet, token);
                isOver = greenlet.Begin(this, wait);
            }
        }
        finally
        {
            if (isOver) _watch?.Dispose();
        }

        return isOver;
    }
}

/// <inheritdoc cref="CancelledByToken"/>
internal sealed class CancelledByToken<T>(Suspension<T> wait, CancellationToken token) : Coroutine<T>
{
    private TokenWatch? _watch;

    public override FrameLocation Location => new("WithCancellation", 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        var isOver = true;
        try
        {
            if (State == 1)
            {
                greenlet.End(out Result);
            }
            else
            {
                State = 1;
                _watch = new TokenWatch(greenlet, token);
                isOver = greenlet.Begin(this, wait, out Result);
            }
        }
        finally
        {
            if (isOver) _watch?.Dispose();
        }

        return isOver;
    }
}
