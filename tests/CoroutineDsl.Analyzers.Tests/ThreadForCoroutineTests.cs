using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class ThreadForCoroutineTests
{
    [Fact]
    public Task A_thread_that_only_runs_a_coroutine_becomes_a_greenlet() => Verify.Fix<ThreadForCoroutineAnalyzer, ThreadForCoroutineFix>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Work() { yield return Sleep(1); }
            [Coroutine] static IEnumerator<Yield> Talk(TcpClient c) { yield return Sleep(1); }

            [Coroutine]
            static IEnumerator<Yield> Serve(TcpListener l)
            {
                while (true)
                {
                    var c = l.AcceptTcpClient();
                    ThreadPool.QueueUserWorkItem([|_ => Spawn(Work())|]);
                    new Thread([|() => { Spawn(Work()); }|]).Start();
                    Task.Run([|() => Spawn(Work())|]); // no word of it
                    Task.Factory.StartNew([|Work|]);
                    _ = Task.Run([|() => Work()|]);
                    new Thread([|() => { Talk(c).Await(); }|]) { IsBackground = true }.Start();
                    new Thread([|x => Talk((TcpClient)x!).Await()|]).Start(c);
                    ThreadPool.QueueUserWorkItem([|x => Talk((TcpClient)x!).Await()|], c);
                    var thread = new Thread([|() => Talk(c).Await()|]);
                    thread.IsBackground = true;
                    thread.Start();
                    yield return Sleep(1);
                }
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Work() { yield return Sleep(1); }
            [Coroutine] static IEnumerator<Yield> Talk(TcpClient c) { yield return Sleep(1); }

            [Coroutine]
            static IEnumerator<Yield> Serve(TcpListener l)
            {
                while (true)
                {
                    var c = l.AcceptTcpClient();
                    Spawn(Work());
                    Spawn(Work());
                    Spawn(Work()); // no word of it
                    Spawn(Work());
                    Spawn(Work());
                    Spawn(Talk(c));
                    Spawn(Talk((TcpClient)c!));
                    Spawn(Talk((TcpClient)c!));
                    Spawn(Talk(c));
                    yield return Sleep(1);
                }
            }
        }
        """);

    [Fact]
    public Task In_the_main_program_too_where_it_waits_further_down() => Verify.Diagnostics<ThreadForCoroutineAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Work() { yield return Sleep(1); }

            static void Main()
            {
                new Thread([|() => Work().Await()|]).Start();
                Work().Await();
            }

            static void RunsNoHub()
            {
                new Thread(() => Work().Await()).Start();
                Console.ReadLine();
            }
        }
        """);

    [Fact]
    public Task Where_more_is_done_on_the_thread_it_is_told_and_not_changed() => Verify.NoFix<ThreadForCoroutineAnalyzer, ThreadForCoroutineFix>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Work() { yield return Sleep(1); }

            [Coroutine]
            static IEnumerator<Yield> Serve()
            {
                new Thread([|() => { try { Work().Await(); } catch (IOException) { } }|]).Start();
                var asked = new Thread([|() => Work().Await()|]);
                asked.Start();
                Console.WriteLine(asked.IsAlive);
                var task = Task.Run([|() => Spawn(Work())|]);
                yield return task;
            }
        }
        """);

    [Fact]
    public Task The_end_of_a_thread_becomes_the_end_of_its_greenlet_in_a_main_program_too() => Verify.Fix<ThreadForCoroutineAnalyzer, ThreadForCoroutineFix>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Work() { yield return Sleep(1); }

            static void Main()
            {
                var thread = new Thread([|() => Work().Await()|]) { IsBackground = true };
                thread.Name = "worker";
                Console.WriteLine();
                thread.Start(); // begins here
                new Thread([|() => Work().Await()|]).Start();
                if (Console.Out != null) thread.Join(100);
                thread.Join();
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Work() { yield return Sleep(1); }

            static void Main()
            {
                Console.WriteLine();
                var thread = Spawn(Work()); // begins here
                Spawn(Work());
                if (Console.Out != null) thread.Join(100).Await();
                thread.Join().Await();
            }
        }
        """);

    [Fact]
    public Task An_accept_loop_in_a_main_program_starts_greenlets() => Verify.Fix<ThreadForCoroutineAnalyzer, ThreadForCoroutineFix>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Talk(TcpClient c) { yield return Sleep(1); }

            static void Main()
            {
                var l = new TcpListener(IPAddress.Any, 0);
                while (true)
                {
                    var c = l.AcceptTcpClient();
                    new Thread([|() => Talk(c).Await()|]).Start();
                }
            }
        }
        """,
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Talk(TcpClient c) { yield return Sleep(1); }

            static void Main()
            {
                var l = new TcpListener(IPAddress.Any, 0);
                while (true)
                {
                    var c = l.AcceptTcpClient();
                    Spawn(Talk(c));
                }
            }
        }
        """);

    [Fact]
    public Task A_thread_that_runs_its_own_hub_is_left_alone() => Verify.Nothing<ThreadForCoroutineAnalyzer>(
        """
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Work() { yield return Sleep(1); }

            static void Main()
            {
                new Thread(() => JoinAll(Spawn(Work()), Spawn(Work())).Await()).Start();
                new Thread(() => Hub.Run(Work())).Start();
                Task.Run(() => Console.WriteLine());
                Action later = () => Spawn(Work());
                new List<int>().ForEach(_ => Spawn(Work()));
            }
        }
        """);
}
