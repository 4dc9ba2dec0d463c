using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class LockAcrossSuspensionTests
{
    [Fact]
    public Task A_lock_statement_around_a_suspension() => Verify.Diagnostics<LockAcrossSuspensionAnalyzer>(
        """
        partial class C
        {
            readonly object gate = new();

            [Coroutine]
            IEnumerator<Yield> M()
            {
                lock ([|gate|]) { yield return Sleep(1); }
                lock ([|this|]) if (gate != null) Sleep(1).Await();
            }
        }
        """);

    [Fact]
    public Task Locks_entered_by_hand() => Verify.Diagnostics<LockAcrossSuspensionAnalyzer>(
        """
        partial class C
        {
            readonly object gate = new();
            readonly Mutex mutex = new();
            readonly ReaderWriterLockSlim rw = new();
            readonly Lock modern = new();

            [Coroutine]
            IEnumerator<Yield> M()
            {
                [|Monitor.Enter(gate)|];
                try { yield return Sleep(1); } finally { Monitor.Exit(gate); }
                [|mutex.WaitOne()|];
                Sleep(1).Await();
                mutex.ReleaseMutex();
                [|rw.EnterReadLock()|];
                yield return Sleep(1);
                rw.ExitReadLock();
                [|modern.Enter()|];
                yield return Sleep(1);
                modern.Exit();
                using ([|modern.EnterScope()|]) { Sleep(1).Await(); }
            }
        }
        """);

    [Fact]
    public Task Locks_given_back_before_and_suspensions_of_other_functions_are_left_alone() => Verify.Nothing<LockAcrossSuspensionAnalyzer>(
        """
        partial class C
        {
            readonly object gate = new();
            readonly ReaderWriterLockSlim rw = new();

            [Coroutine]
            IEnumerator<Yield> M()
            {
                lock (gate) { Console.WriteLine(); }
                yield return Sleep(1);
                lock (gate) { Action later = () => Sleep(1).Await(); }
                Monitor.Enter(gate);
                Monitor.Exit(gate);
                rw.EnterWriteLock();
                try { } finally { rw.ExitWriteLock(); }
                yield return Sleep(1);
            }

            IEnumerable<int> Other() { lock (gate) yield return 1; }
        }
        """);
}
