namespace CoroutineDsl;

public partial class Greenlet
{
    /// <summary>Waits for its end on another thread's hub.</summary>
    private Suspension EndElsewhere(TimeSpan? timeout)
    {
        var ended = new AsyncResult<bool>();
        OnEnd(_ => ended.Set(true));
        return ended.Wait(timeout);
    }
}
