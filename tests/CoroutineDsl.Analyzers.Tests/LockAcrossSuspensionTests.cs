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
    public Task A_field_that_only_coroutines_lock_becomes_a_CoLock() => Verify.Fix<LockAcrossSuspensionAnalyzer, LockAcrossSuspensionFix>(
        """
        partial class C
        {
            private readonly object gate = new object();
            readonly Lock modern = new();

            [Coroutine]
            IEnumerator<Yield> M()
            {
                lock ([|gate|]) // one at a time
                {
                    yield return Sleep(1);
                }
                lock (gate) Console.WriteLine();
                if (true)
                    lock ([|modern|])
                    {
                        Sleep(1).Await();
                    }
            }
        }
        """,
        """
        partial class C
        {
            private readonly CoLock gate = new();
            readonly CoLock modern = new();

            [Coroutine]
            IEnumerator<Yield> M()
            {
                using (gate.Hold().Await()) // one at a time
                {
                    yield return Sleep(1);
                }
                using (gate.Hold().Await()) Console.WriteLine();
                if (true)
                    using (modern.Hold().Await())
                    {
                        Sleep(1).Await();
                    }
            }
        }
        """);

    [Fact]
    public Task A_lock_that_plain_code_takes_too_is_told_without_a_fix() => Verify.NoFix<LockAcrossSuspensionAnalyzer, LockAcrossSuspensionFix>(
        """
        partial class C
        {
            private readonly object gate = new();

            [Coroutine]
            IEnumerator<Yield> M() { lock ([|gate|]) { yield return Sleep(1); } }

            void Plain() { lock (gate) { } }
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
