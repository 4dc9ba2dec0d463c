using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class BlockingMainTests
{
    [Theory]
    [InlineData("Thread.Sleep(-1)", "Sleep(-1).Await()")]
    [InlineData("Thread.Sleep(Timeout.Infinite)", "Sleep(Timeout.Infinite).Await()")]
    [InlineData("Console.ReadKey()", "Hub.Current.Offload(() => Console.ReadKey()).Await()")]
    [InlineData("done.WaitOne()", "done.CoWaitOne().Await()", true)]
    [InlineData("thread.Join()", "thread.CoJoin().Await()", true)]
    public Task What_keeps_a_process_alive_becomes_a_wait_that_runs_the_hub(string blocking, string wait, bool isPatch = false)
    {
        const string Program = """
            partial class C
            {
                [Coroutine] static IEnumerator<Yield> Work() { yield return Sleep(1); }

                static void Main()
                {
                    Thread.Sleep(1);
                    var done = new ManualResetEvent(false);
                    var thread = new Thread(() => Console.WriteLine());
                    thread.Start();
                    Spawn(Work());
                    HERE;
                }
            }
            """;
        var wanted = Program.Replace("HERE", wait, StringComparison.Ordinal);
        return Verify.Fix<BlockingMainAnalyzer, BlockingMainFix>(Program.Replace("HERE", $"[|{blocking}|]", StringComparison.Ordinal), isPatch ? "using CoroutineDsl.Patching;\n\n" + wanted : wanted);
    }

    [Fact]
    public Task An_accept_loop_of_the_main_program_waits_on_the_hub_that_runs_its_handlers() => Verify.Fix<BlockingMainAnalyzer, BlockingMainFix>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Talk(TcpClient c) { yield return Sleep(1); }

            static void Main()
            {
                var l = new TcpListener(IPAddress.Any, 0);
                while (true)
                {
                    var c = [|l.AcceptTcpClient()|];
                    Spawn(Talk(c));
                }
            }
        }
        """,
        """
        using CoroutineDsl.Patching;

        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Talk(TcpClient c) { yield return Sleep(1); }

            static void Main()
            {
                var l = new TcpListener(IPAddress.Any, 0);
                while (true)
                {
                    var c = l.CoAcceptTcpClient().Await();
                    Spawn(Talk(c));
                }
            }
        }
        """);

    [Fact]
    public Task A_main_program_that_has_waited_or_spawned_nothing_may_block() => Verify.Nothing<BlockingMainAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Work() { yield return Sleep(1); }

            static void Main()
            {
                Console.ReadLine();
                var work = Spawn(Work());
                work.Join().Await();
                Console.ReadLine();
                Spawn(Work()).Join().Await();
                Thread.Sleep(10);
                new Thread(() => { Spawn(Work()); Thread.Sleep(-1); }).Start();
                foreach (var i in new[] { 1 }) { Spawn(Work()); Sleep(1).Await(); Thread.Sleep(1); }
            }

            static void Other() { Spawn(Work()); Thread.Sleep(-1); }
        }
        """);
}
