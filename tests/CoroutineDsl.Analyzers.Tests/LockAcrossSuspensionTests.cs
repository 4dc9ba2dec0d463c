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

    [Fact]
    public Task Plain_code_that_waits_under_a_lock() => Verify.Diagnostics<LockAcrossSuspensionAnalyzer>(
        """
        class C
        {
            readonly object gate = new();
            readonly Lock modern = new();

            void M()
            {
                lock ([|gate|]) { Sleep(1).Await(); }
                using ([|modern.EnterScope()|]) Sleep(1).Await();
                [|Monitor.Enter(gate)|];
                Sleep(1).Await();
                Monitor.Exit(gate);
                Action later = () => { lock ([|gate|]) Sleep(1).Await(); };
                void Local() { lock ([|gate|]) Sleep(1).Await(); }
            }

            int Property { get { lock ([|gate|]) Sleep(1).Await(); return 1; } }
        }
        """);

    [Fact]
    public Task Calls_under_a_lock_of_what_waits() => Verify.Diagnostics<LockAcrossSuspensionAnalyzer>(
        """
        interface ISink { void Write(string s); }
        class Slow : ISink { public void Write(string s) => Deep(); static void Deep() => Sleep(1).Await(); }
        partial class C(ISink sink)
        {
            readonly object gate = new();

            void M()
            {
                lock ([|gate|]) { Helper(); }
                lock ([|gate|]) { Harmless(); sink.Write("x"); }
                lock (gate) { Waits().ToString(); }
            }

            void Helper() => Sleep(1).Await();
            void Harmless() { }

            [Coroutine]
            IEnumerator<Yield> Waits() { yield return Sleep(1); }
        }
        """);

    [Fact]
    public Task Under_a_lock_what_is_patched_elsewhere_counts_and_what_stands_there_itself_is_not_patched() => Verify.Diagnostics<LockAcrossSuspensionAnalyzer>(
        """
        [assembly: Patch]
        class C
        {
            readonly object gate = new();

            void M()
            {
                lock (gate) { Thread.Sleep(1); }
                lock ([|gate|]) { Helper(); }
                [|Monitor.Enter(gate)|];
                Thread.Sleep(1);
                Monitor.Exit(gate);
            }

            void Helper() => Thread.Sleep(1);
        }
        """);

    [Fact]
    public Task The_scope_of_a_lock_by_its_declaration() => Verify.Diagnostics<LockAcrossSuspensionAnalyzer>(
        """
        partial class C
        {
            readonly Lock modern = new();

            [Coroutine]
            IEnumerator<Yield> M()
            {
                Sleep(1).Await();
                using [|var scope = modern.EnterScope()|];
                if (modern is not null) Sleep(1).Await();
                yield break;
            }

            void Plain()
            {
                {
                    using var scope = modern.EnterScope();
                }
                Sleep(1).Await();
                using ([|var held = modern.EnterScope()|]) Helper();
                using [|var last = modern.EnterScope()|];
                Sleep(1).Await();
            }

            void Helper() => Sleep(1).Await();
        }
        """);

    [Fact]
    public Task Synchronized_methods() => Verify.Diagnostics<LockAcrossSuspensionAnalyzer>(
        """
        using System.Runtime.CompilerServices;

        partial class C
        {
            [MethodImpl(MethodImplOptions.Synchronized)]
            void [|M|]() { Sleep(1).Await(); }

            [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.Synchronized)]
            static void [|Calls|]() => Helper();

            int Property
            {
                [MethodImpl(MethodImplOptions.Synchronized)]
                [|get|] { Sleep(1).Await(); return 1; }
            }

            void Outer()
            {
                Local();

                [MethodImpl(MethodImplOptions.Synchronized)]
                void [|Local|]() => Sleep(1).Await();
            }

            [MethodImpl(MethodImplOptions.Synchronized)]
            void Later() { Action later = () => Sleep(1).Await(); }

            [Coroutine, MethodImpl(MethodImplOptions.Synchronized)]
            IEnumerator<Yield> Iterator() { yield return Sleep(1); }

            static void Helper() => Sleep(1).Await();
        }
        """);

    [Fact]
    public Task Of_a_property_the_accessor_that_is_used() => Verify.Diagnostics<LockAcrossSuspensionAnalyzer>(
        """
        class C
        {
            readonly object gate = new();

            int Property { get { Sleep(1).Await(); return 1; } set { } }

            void M()
            {
                lock (gate) { Property = 1; }
                lock ([|gate|]) { Property += 1; }
                lock ([|gate|]) { Console.WriteLine(Property); }
            }
        }
        """);
}
