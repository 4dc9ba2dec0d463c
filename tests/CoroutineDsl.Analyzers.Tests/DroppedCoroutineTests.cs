using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class DroppedCoroutineTests
{
    [Fact]
    public Task A_suspension_as_a_statement_is_yielded() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> Eat(CoQueue<int> queue)
            {
                [|Sleep(1)|]; // a while
                [|queue.Put(1)|];
                yield break;
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> Eat(CoQueue<int> queue)
            {
                yield return Sleep(1); // a while
                yield return queue.Put(1);
                yield break;
            }
        }
        """);

    [Fact]
    public Task A_suspension_where_yield_return_is_not_allowed_is_awaited() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> Eat(Greenlet? g)
            {
                try { [|Sleep(1)|]; } catch (Exception) { }
                g?[|.Join()|];
                yield break;
            }

            static void Plain(Greenlet g)
            {
                [|g.Join()|];
                Action later = () => [|g.Join()|];
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> Eat(Greenlet? g)
            {
                try { Sleep(1).Await(); } catch (Exception) { }
                g?.Join().Await();
                yield break;
            }

            static void Plain(Greenlet g)
            {
                g.Join().Await();
                Action later = () => g.Join().Await();
            }
        }
        """);

    private const string Dropped =
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }

            static void Main()
            {
                [|Eat("egon")|];
                _ = [|Eat("egon")|];
                var unused = [|Count()|];
            }
        }
        """;

    [Fact]
    public Task A_cold_coroutine_is_spawned() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        Dropped,
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }

            static void Main()
            {
                Spawn(Eat("egon"));
                Spawn(Eat("egon"));
                var unused = Spawn(Count());
            }
        }
        """,
        key: DroppedCoroutineFix.Spawn);

    [Fact]
    public Task Or_awaited() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        Dropped,
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat(string name) { yield break; }
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }

            static void Main()
            {
                Eat("egon").Await();
                Eat("egon").Await();
                Count().Await();
            }
        }
        """);

    [Fact]
    public Task What_is_kept_awaited_or_meant_is_left_alone() => Verify.Nothing<DroppedCoroutineAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat() { yield return Sleep(1); }
            IEnumerator<Yield> kept = Eat();

            IEnumerator<Yield> Main(CoQueue<int> queue)
            {
                Spawn(Eat());
                Eat().Await();
                int n = queue.Get().Await();
                var later = Eat();
                kept = Eat();
                return later;
            }

            Suspension Returned() => Sleep(1);
        }
        """);

    [Fact]
    public Task What_acts_at_the_call_may_be_dropped() => Verify.Nothing<DroppedCoroutineAnalyzer>(
        """
        class C
        {
            void M(Greenlet g)
            {
                g.Kill();
                KillAll(g);
            }
        }
        """);

    [Fact]
    public async Task The_message_says_what_is_wrong() => Assert.Equal(
        ["Nothing waits for 'Sleep': write 'Sleep(1).Await()'", "The coroutine 'Eat' never runs: write 'Eat().Await()' to wait for it, or 'Spawn(Eat())' to run it beside this"],
        await Verify.Messages<DroppedCoroutineAnalyzer>("class C { static IEnumerator<Yield> Eat() { Sleep(1); Eat(); yield break; } }"));

    [Fact]
    public async Task A_statement_is_an_error_and_what_is_kept_or_discarded_a_warning() => Assert.Equal(
        ["Error", "Error", "Warning", "Warning", "Warning"],
        (await Verify.Told<DroppedCoroutineAnalyzer>(
            "class C { static IEnumerator<Yield> Eat(CoQueue<int> q) { q.Put(1); q?.Put(1); _ = q.Put(1); var unused = q.Get(); _ = Eat(q); yield break; } }")).Select(d => d.Severity.ToString()));

    [Fact]
    public Task The_handler_of_an_accept_loop_and_of_an_event_is_spawned_and_the_rest_is_waited_for() => Verify.Fix<DroppedCoroutineAnalyzer, DroppedCoroutineFix>(
        """
        using CoroutineDsl.Patching;

        partial class C
        {
            event EventHandler? Left;

            [Coroutine] static IEnumerator<Yield> Serve(TcpListener l)
            {
                [|Log("one")|];
                while (true)
                {
                    var c = l.CoAcceptTcpClient().Await();
                    [|Log("two")|];
                    var s = c.GetStream();
                    try { [|Talk(c, s)|]; } catch (IOException) { }
                    if (c.Connected) [|Talk(l.CoAcceptTcpClient().Await(), s)|];
                    using var named = new System.IO.Pipes.NamedPipeServerStream("x");
                    named.WaitForConnection();
                    [|Pipe(named)|];
                }
                [|Log("three")|];
                yield break;
            }

            [Coroutine] static IEnumerator<Yield> Talk(TcpClient c, Stream s) { [|Log("four")|]; yield break; }
            [Coroutine] static IEnumerator<Yield> Pipe(Stream s) { yield break; }
            [Coroutine] static IEnumerator<Yield> Log(string s) { yield break; }
            [Coroutine] static IEnumerator<Yield> OnLeft(object? who) { yield break; }

            void Main(TcpListener l)
            {
                Left += (who, e) => [|OnLeft(who)|];
                Left += (who, e) => { [|OnLeft(who)|]; };
                [|Serve(l)|];
            }
        }
        """,
        """
        using CoroutineDsl.Patching;

        partial class C
        {
            event EventHandler? Left;

            [Coroutine] static IEnumerator<Yield> Serve(TcpListener l)
            {
                Log("one").Await();
                while (true)
                {
                    var c = l.CoAcceptTcpClient().Await();
                    Log("two").Await();
                    var s = c.GetStream();
                    try { Spawn(Talk(c, s)); } catch (IOException) { }
                    if (c.Connected) Spawn(Talk(l.CoAcceptTcpClient().Await(), s));
                    using var named = new System.IO.Pipes.NamedPipeServerStream("x");
                    named.WaitForConnection();
                    Spawn(Pipe(named));
                }
                Log("three").Await();
                yield break;
            }

            [Coroutine] static IEnumerator<Yield> Talk(TcpClient c, Stream s) { Log("four").Await(); yield break; }
            [Coroutine] static IEnumerator<Yield> Pipe(Stream s) { yield break; }
            [Coroutine] static IEnumerator<Yield> Log(string s) { yield break; }
            [Coroutine] static IEnumerator<Yield> OnLeft(object? who) { yield break; }

            void Main(TcpListener l)
            {
                Left += (who, e) => Spawn(OnLeft(who));
                Left += (who, e) => { Spawn(OnLeft(who)); };
                Serve(l).Await();
            }
        }
        """);
}
