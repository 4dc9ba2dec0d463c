namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Waits for its end on another thread's hub. Where that hub is disposed of, it does not run any more, and there is nothing to wait for.</summary>
    private Suspension EndElsewhere(TimeSpan? timeout)
    {
        var ended = new AsyncResult<bool>();
        OnEndOrDisposal(_ => ended.Set(true));
        return ended.Wait(timeout);
    }
}
