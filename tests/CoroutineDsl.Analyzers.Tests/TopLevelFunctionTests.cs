using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>Where a program has statements at the top, its functions are local ones, which no coroutine can be.</summary>
public class TopLevelFunctionTests
{
    [Fact]
    public Task It_becomes_a_method_and_so_does_what_it_calls() => Verify.Fix<CoroutineSignatureAnalyzer, TopLevelFunctionFix>(
        """
        using System.Text;

        var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Serve(listener).Await();

        // one after the other
        [Coroutine]
        IEnumerator<Yield> [|Serve|](Socket listener)
        {
            while (listener.IsBound) Spawn(Talk(listener.Accept()));
            yield break;
        }

        [Coroutine]
        static IEnumerator<Yield> [|Talk|](Socket conn)
        {
            conn.Send(Greeting());
            void Close() => conn.Close();
            Close();
            yield break;
        }

        static byte[] Greeting() => Encoding.UTF8.GetBytes("hello");
        int NotCalled() => listener.Available;
        """,
        """
        using System.Text;

        var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Serve(listener).Await();
        int NotCalled() => listener.Available;

        partial class Program
        {
            // one after the other
            [Coroutine]
            static IEnumerator<Yield> Serve(Socket listener)
            {
                while (listener.IsBound) Spawn(Talk(listener.Accept()));
                yield break;
            }

            [Coroutine]
            static IEnumerator<Yield> Talk(Socket conn)
            {
                conn.Send(Greeting());
                void Close() => conn.Close();
                Close();
                yield break;
            }

            static byte[] Greeting() => Encoding.UTF8.GetBytes("hello");
        }
        """);

    [Fact]
    public async Task It_is_told_where_it_belongs() => Assert.Equal(
        ["'Work' cannot be a coroutine: it stands among top-level statements, which makes it a local function; move it to 'partial class Program { ... }' below them, as a static method"],
        await Verify.Messages<CoroutineSignatureAnalyzer>("Work().Await();\n[Coroutine] static IEnumerator<Yield> Work() { yield break; }"));

    [Fact]
    public Task What_uses_the_locals_of_the_program_or_is_elsewhere_has_no_fix() => Verify.NoFix<CoroutineSignatureAnalyzer, TopLevelFunctionFix>(
        """
        var count = args.Length;
        Captures();
        CapturesArguments();
        CallsWhatCaptures();
        Taken();

        [Coroutine] void [|Captures|]() => Console.WriteLine(count);
        [Coroutine] void [|CapturesArguments|]() => Console.WriteLine(args);
        [Coroutine] void [|CallsWhatCaptures|]() => Captures();
        [Coroutine] void [|Taken|]() { }

        partial class Program
        {
            void Taken(int x)
            {
                [Coroutine] void [|InAMethod|]() { }
                InAMethod();
            }
        }
        """);
}
