using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class BlockingThreadTests
{
    [Fact]
    public Task The_method_that_a_thread_runs_is_marked() => Verify.Fix<BlockingThreadAnalyzer, BlockingThreadFix>(
        """
        class C
        {
            static void [|Serve|](TcpListener l)
            {
                while (true)
                {
                    var c = l.AcceptTcpClient();
                    new Thread(() => [|Talk(c)|]).Start();
                    ThreadPool.QueueUserWorkItem([|Beat|]);
                    Task.Run(() => Console.WriteLine("x"));
                    Task.Run(() => Compute(1));
                }
            }

            static void Talk(TcpClient c) => Say(c.GetStream());
            static void Say(Stream s) => s.WriteByte(1);
            static void Beat(object? state) => Thread.Sleep(1);
            static int Compute(int n) => n + 1;
        }
        """,
        """
        class C
        {
            [Coroutine]
            static void Serve(TcpListener l)
            {
                while (true)
                {
                    var c = l.AcceptTcpClient();
                    new Thread(() => Talk(c)).Start();
                    ThreadPool.QueueUserWorkItem(Beat);
                    Task.Run(() => Console.WriteLine("x"));
                    Task.Run(() => Compute(1));
                }
            }

            [Coroutine]
            static void Talk(TcpClient c) => Say(c.GetStream());
            static void Say(Stream s) => s.WriteByte(1);
            [Coroutine]
            static void Beat(object? state) => Thread.Sleep(1);
            static int Compute(int n) => n + 1;
        }
        """);
}
