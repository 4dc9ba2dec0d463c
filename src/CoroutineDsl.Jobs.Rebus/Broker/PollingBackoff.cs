using Rebus.Workers.ThreadPoolBased;

namespace CoroutineDsl.Jobs;

/// <summary>
/// How long the receivers of a worker wait where nothing is to be done. Of those that find nothing the first looks again soon, the others later the more there are, and all at once when
/// one finds something: an idle worker asks its broker a few times a second, however many jobs it could run.
/// </summary>
internal sealed class PollingBackoff : IBackoffStrategy
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterError = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestFull = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestFull = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan UntilIdle = TimeSpan.FromSeconds(2);

    private TaskCompletionSource _found = New();
    private TimeSpan _full = ShortestFull;
    private long _lastFound = Environment.TickCount64;
    private int _waiting;

    /// <summary>All receivers are busy.</summary>
    public void Wait(CancellationToken token)
    {
        var wait = _full;
        _full = wait * 2 < LongestFull ? wait * 2 : LongestFull;
        token.WaitHandle.WaitOne(wait);
    }

    public async Task WaitAsync(CancellationToken token) => await Task.Delay(ShortestFull, token);

    public void WaitNoMessage(CancellationToken token) => token.WaitHandle.WaitOne(Idle);

    public async Task WaitNoMessageAsync(CancellationToken token)
    {
        var isIdle = Environment.TickCount64 - Volatile.Read(ref _lastFound) > UntilIdle.TotalMilliseconds;
        var wait = (isIdle ? Idle : Soon) * Interlocked.Increment(ref _waiting);
        try
        {
            await Task.WhenAny(Volatile.Read(ref _found).Task, Task.Delay(wait < Longest ? wait : Longest, token));
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void WaitError(CancellationToken token) => token.WaitHandle.WaitOne(AfterError);

    public async Task WaitErrorAsync(CancellationToken token) => await Task.Delay(AfterError, token);

    /// <summary>A message was found.</summary>
    public void Reset()
    {
        _full = ShortestFull;
        Volatile.Write(ref _lastFound, Environment.TickCount64);
        if (Volatile.Read(ref _waiting) > 0) Interlocked.Exchange(ref _found, New()).TrySetResult();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
