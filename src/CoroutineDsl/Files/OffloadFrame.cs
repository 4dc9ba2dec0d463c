using CoroutineDsl.Runtime;

namespace CoroutineDsl;

/// <summary>A call on a thread for blocking calls, begun where it is waited for. Where the wait is given up the call goes on, and what it gives too late is disposed of.</summary>
internal sealed class OffloadFrame<T>(BlockingThreads threads, string what, Func<T> function) : Coroutine<T>
{
    private Task<T>? _call;

    public override FrameLocation Location => new(what, 0, "");

    public override bool Resume(Greenlet greenlet)
    {
        try
        {
            if (State == 0)
            {
                State = 1;
                _call = threads.Run(function);
                return greenlet.Begin(this, Waitables.From(_call), out Result);
            }

            greenlet.End(out Result);
            return true;
        }
        catch when (_call is not null)
        {
            // it may have ended already, and what it gave may not have come here yet
            _call.ContinueWith(
                static call =>
                {
                    if (call.IsCompletedSuccessfully) (call.Result as IDisposable)?.Dispose();
                    else _ = call.Exception; // nobody waits for it
                },
                CancellationToken.None,
                TaskContinuationOptions.ExecuteSynchronously,
                TaskScheduler.Default);
            throw;
        }
    }
}
