using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class CoroutineSignatureTests
{
    [Fact]
    public Task Only_methods_can_be_coroutines() => Verify.Diagnostics<CoroutineSignatureAnalyzer>(
        """
        partial class C
        {
            void M()
            {
                [Coroutine] static IEnumerator<Yield> [|Local|]() { yield break; }
                Func<int> f = [Coroutine] () [|=>|] 1;
                Local();
            }

            IEnumerator<Yield> P { [Coroutine] [|get|] { yield break; } }
        }
        """);

    [Fact]
    public Task Right_signatures_are_left_alone() => Verify.Nothing<CoroutineSignatureAnalyzer>(
        """
        partial class C
        {
            [Coroutine] IEnumerator<Yield> A() { yield break; }
            [Coroutine] IEnumerator<Yield<int>> B<T>(T x) { yield return 1; }
            [Coroutine] IEnumerable<Yield> D() { yield break; }
            [Coroutine] IEnumerable<Yield<string>> E() { yield return "x"; }
            void NotMarked() { }
        }

        interface I { [Coroutine] IEnumerator<Yield> M(); }
        """);

    [Fact]
    public Task The_type_is_made_that_of_a_coroutine() => Verify.Fix<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(
        """
        partial class C
        {
            // kept
            [Coroutine]
            void [|A|]()
            {
                Console.WriteLine();
            }

            [Coroutine]
            async Task [|B|](Task t)
            {
                await t;
                if (t.IsCompleted) return;
                await Task.Delay(1).ConfigureAwait(false);
            }

            [Coroutine]
            async Task<int> [|D|](Task<int> t)
            {
                if (t.IsCompleted)
                    return 1;
                try
                {
                    return await t;
                }
                catch
                {
                    return await t + 1; // again
                }
            }

            [Coroutine]
            public Task<string> [|E|](Task<string> t) => t;

            [Coroutine]
            async Task<object> [|F|](Task<object> t) => await t;

            [Coroutine]
            IEnumerator<int> G() { yield return 1; }

            [Coroutine]
            IEnumerator<Yield> [|H|](Task t) => this.I(t);

            [Coroutine]
            IEnumerator<Yield> I(Task t) { yield return t; }
        }
        """,
        """
        partial class C
        {
            // kept
            [Coroutine]
            IEnumerator<Yield> A()
            {
                Console.WriteLine();
                yield break;
            }

            [Coroutine]
            IEnumerator<Yield> B(Task t)
            {
                t.Await();
                if (t.IsCompleted) yield break;
                Task.Delay(1).Await();
            }

            [Coroutine]
            IEnumerator<Yield<int>> D(Task<int> t)
            {
                if (t.IsCompleted)
                    yield return 1;
                try
                {
                    SetResult<int>(t.Await());
                    yield break;
                }
                catch
                {
                    SetResult<int>(t.Await() + 1);
                    yield break; // again
                }
            }

            [Coroutine]
            public IEnumerator<Yield<string>> E(Task<string> t)
            {
                yield return t.Await();
            }

            [Coroutine]
            IEnumerator<Yield<object>> F(Task<object> t)
            {
                SetResult<object>(t.Await());
                yield break;
            }

            [Coroutine]
            IEnumerator<int> G() { yield return 1; }

            [Coroutine]
            IEnumerator<Yield> H(Task t)
            {
                this.I(t).Await();
                yield break;
            }

            [Coroutine]
            IEnumerator<Yield> I(Task t) { yield return t; }
        }
        """);

    [Fact]
    public Task Where_a_value_was_used_its_callers_wait_for_it() => Verify.Fix<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(
        """
        partial class C
        {
            [Coroutine]
            static string? [|ReadLine|](Socket conn)
            {
                var line = "";
                while (true)
                {
                    var next = ReadByte(conn);
                    if (next < 0) return null;
                    if (next == '\n') return line;
                    line += (char)next;
                }
            }

            [Coroutine]
            static int [|ReadByte|](Socket conn)
            {
                var buffer = new byte[1];
                try
                {
                    return conn.Receive(buffer) == 0 ? -1 : buffer[0];
                }
                catch (SocketException)
                {
                    return -1;
                }
            }

            static void Main(string[] args) => Console.WriteLine(ReadLine(null!)!.Length + nameof(ReadByte));
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield<string?>> ReadLine(Socket conn)
            {
                var line = "";
                while (true)
                {
                    var next = ReadByte(conn).Await();
                    if (next < 0)
                    {
                        SetResult<string?>(null);
                        yield break;
                    }

                    if (next == '\n') yield return line;
                    line += (char)next;
                }
            }

            [Coroutine]
            static IEnumerator<Yield<int>> ReadByte(Socket conn)
            {
                var buffer = new byte[1];
                try
                {
                    SetResult<int>(conn.Receive(buffer) == 0 ? -1 : buffer[0]);
                    yield break;
                }
                catch (SocketException)
                {
                    SetResult<int>(-1);
                    yield break;
                }
            }

            static void Main(string[] args) => Console.WriteLine(ReadLine(null!).Await()!.Length + nameof(ReadByte));
        }
        """);

    [Fact]
    public Task A_body_that_waits_and_never_yields_would_run_at_the_call() => Verify.Fix<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> [|A|]()
            {
                Sleep(1).Await();
            }

            static IEnumerator<Yield<int>> [|B|](Task<int> t)
            {
                Sleep(1).Await();
                return D(t);
            }

            [Coroutine]
            static IEnumerator<Yield<int>> D(Task<int> t) { yield return t.Await(); }

            static IEnumerator<Yield<int>> E(Task<int> t) => D(t);

            static IEnumerator<Yield> F(Func<IEnumerator<Yield>> f) { Action later = () => Sleep(1).Await(); later(); return f(); }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> A()
            {
                Sleep(1).Await();
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield<int>> B(Task<int> t)
            {
                Sleep(1).Await();
                yield return D(t).Await();
            }

            [Coroutine]
            static IEnumerator<Yield<int>> D(Task<int> t) { yield return t.Await(); }

            static IEnumerator<Yield<int>> E(Task<int> t) => D(t);

            static IEnumerator<Yield> F(Func<IEnumerator<Yield>> f) { Action later = () => Sleep(1).Await(); later(); return f(); }
        }
        """,
        compiles: false);

    [Fact]
    public Task The_type_that_was_meant_is_clear() => Verify.Fix<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(
        """
        partial class C
        {
            [Coroutine] static Yield [|A|]() { yield return Sleep(1); }
            [Coroutine] static Yield<int> [|B|]() { Sleep(1).Await(); yield return 1; }
            [Coroutine] static Yield<string> [|D|]() { Sleep(1).Await(); return "x"; }

            [Coroutine]
            static Suspension [|E|](int n)
            {
                Console.WriteLine(n);
                return Sleep(n);
            }

            [Coroutine]
            static Greenlet<int> [|F|]() => Spawn(B());

            [Coroutine] static Coroutine<int> [|G|]() { Sleep(1).Await(); yield return 2; }

            [Coroutine]
            static async IAsyncEnumerable<int> [|H|](Task<int> t)
            {
                yield return await t;
                await Task.Delay(1);
                yield return 2;
            }

            static void Main() { A().Await(); E(1).Await(); }
        }

        interface I { [Coroutine] Suspension<int> [|M|](); [Coroutine] IAsyncEnumerable<int> [|N|](); }
        """,
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> A() { yield return Sleep(1); }
            [Coroutine] static IEnumerator<Yield<int>> B() { Sleep(1).Await(); yield return 1; }
            [Coroutine] static IEnumerator<Yield<string>> D() { Sleep(1).Await(); yield return "x"; }

            [Coroutine]
            static IEnumerator<Yield> E(int n)
            {
                Console.WriteLine(n);
                Sleep(n).Await();
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield<int>> F()
            {
                yield return Spawn(B()).Await();
            }

            [Coroutine] static IEnumerator<Yield<int>> G() { Sleep(1).Await(); yield return 2; }

            [Coroutine]
            static IEnumerable<int> H(Task<int> t)
            {
                yield return t.Await();
                Task.Delay(1).Await();
                yield return 2;
            }

            static void Main() { A().Await(); E(1).Await(); }
        }

        interface I { [Coroutine] IEnumerator<Yield<int>> M(); [Coroutine] IEnumerable<int> N(); }
        """,
        compiles: false);

    [Fact]
    public Task Where_it_is_not_clear_what_was_meant_there_is_no_fix() => Verify.NoFix<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(
        """
        partial class C
        {
            [Coroutine] static Yield [|A|]() => default;
            [Coroutine] static Suspension [|B|]() => default;
            [Coroutine] static async IAsyncEnumerable<int> [|D|](IAsyncEnumerable<int> other) { await foreach (var x in other) yield return x; }
            [Coroutine] static async IAsyncEnumerable<int> [|E|]() { await Task.Delay(1); yield return 1; }
            static async Task F() { await foreach (var x in E()) { } }
        }
        """);

    [Fact]
    public async Task It_is_told_what_to_write() => Assert.Equal(
        ["'A' cannot be a coroutine: its body has no 'yield', so C# runs it at the call and not when it is waited for; end it with 'yield break;'"],
        await Verify.Messages<CoroutineSignatureAnalyzer>("partial class C { [Coroutine] static IEnumerator<Yield> A() { Sleep(1).Await(); } }"));

    [Fact]
    public async Task Of_one_without_a_body_the_compiler_tells() =>
        Assert.Empty(await Verify.Messages<CoroutineSignatureAnalyzer>("partial class C { [Coroutine] static IEnumerator<Yield> A(); [Coroutine] static IEnumerable<int> B(int n"));

    [Fact]
    public Task Other_troubles_are_told_without_a_fix() => Verify.NoFix<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(
        """
        partial class C
        {
            [Coroutine] int [|A|](out int x) { x = 1; return 2; }
            [Coroutine] ref int [|Ref|](int[] x) => ref x[0];
            [Coroutine] IEnumerable<int> [|Numbers|]() => [];
            [Coroutine] IEnumerator<Yield> [|B|]() { yield break; }
            int BCoroutine;
        }
        file partial class Local { [Coroutine] IEnumerator<Yield> [|A|]() { yield break; } }
        interface I { IEnumerator<Yield> M(); }
        partial class Explicit : I { [Coroutine] IEnumerator<Yield> I.[|M|]() { yield break; } }
        """);
}
