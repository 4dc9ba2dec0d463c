// told only
namespace HeldLocks;

public static partial class Program
{
    static readonly object s_gate = new();
    static readonly Lock s_lock = new();
    static readonly ReaderWriterLockSlim s_readers = new();
    static readonly Mutex s_mutex = new();

    [Coroutine]
    public static IEnumerator<Yield> Main()
    {
        lock ({|CORO008:s_gate|}) { yield return Sleep(1); }
        lock ({|CORO008:s_gate|}) { [|Thread.Sleep(1)|]; Sleep(1).Await(); }
        {|CORO008:Monitor.Enter(s_gate)|};
        try { yield return Sleep(1); }
        finally { Monitor.Exit(s_gate); }
        {|CORO008:s_lock.Enter()|};
        yield return Sleep(1);
        s_lock.Exit();
        {|CORO008:[|s_readers.EnterReadLock()|]|};
        yield return Sleep(1);
        s_readers.ExitReadLock();
        if ({|CORO008:[|s_mutex.WaitOne()|]|}) yield return Sleep(1);
        s_mutex.ReleaseMutex();
        // held between suspensions only
        lock (s_gate) { Console.Write(""); }
        [|s_readers.EnterWriteLock()|];
        s_readers.ExitWriteLock();
        yield return Sleep(1);
    }
}
