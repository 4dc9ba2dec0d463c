using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>What is no twin: each case is a false positive that users of other analyzers have reported.</summary>
public class TwinRuleTests
{
    private static Task NoTwin(string members, string calls = "api.X(1);") => Verify.Nothing<BlockingCallAnalyzer>(
        $$"""
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Api api) { {{calls}} yield break; }
        }

        partial class Api
        {
            {{members}}
        }
        """);

    [Fact]
    public Task A_parameterless_method_beside_one_that_needs_more() => NoTwin("public void X() { } public Task XAsync(string more) => Task.CompletedTask;", "api.X();");

    [Fact]
    public Task Other_parameter_types() => NoTwin("public void X(int n) { } public Task XAsync(string s) => Task.CompletedTask;");

    [Fact]
    public Task Delegates_in_place_of_values() => NoTwin(
        "public void X(Action a) { } public Task XAsync(Func<Task> a) => Task.CompletedTask; public void Y(int n) { } public Task YAsync(Func<int> n) => Task.CompletedTask;",
        "api.X(() => { }); api.Y(1);");

    [Fact]
    public Task What_the_call_needs_decides() => Verify.Diagnostics<BlockingCallAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(IStore store, Api api)
            {
                [|store.Get(1)|];
                [|api.Query("x")|];
                [|api.Query("x", seconds: 1)|];
                api.Query("x", false);
                object o = [|api.Count()|];
                [|api.Call()|];
                yield break;
            }
        }

        interface IStoreAsync { Task<int> GetAsync(int n); }
        interface IStore : IStoreAsync { int Get(int n); }

        class Api
        {
            public IEnumerable<int> Query(string sql, bool isBuffered = true, int seconds = 0) => [];
            public Task<int[]> QueryAsync(string sql, int seconds = 0) => Task.FromResult<int[]>([]);
            public long Count() => 1;
            public Task<int> CountAsync() => Task.FromResult(1);
            public int Call() => 1;
            public Unary CallAsync() => new();
        }

        class Unary { public System.Runtime.CompilerServices.TaskAwaiter<int> GetAwaiter() => Task.FromResult(1).GetAwaiter(); }
        """);

    [Fact]
    public Task Fewer_parameters() => NoTwin("public void X(int n) { } public Task XAsync() => Task.CompletedTask;");

    [Fact]
    public Task A_twin_that_gives_nothing_to_wait_for() => NoTwin("public void X(int n) { } public void XAsync(int n) { }");

    [Fact]
    public Task A_twin_that_gives_another_value() => NoTwin(
        "public int X(int n) => n; public Task<string> XAsync(int n) => Task.FromResult(\"\"); public int Y(int n) => n; public Task YAsync(int n) => Task.CompletedTask;",
        "api.X(1); api.Y(1);");

    [Fact]
    public Task An_obsolete_twin() => NoTwin("public void X(int n) { } [Obsolete] public Task XAsync(int n) => Task.CompletedTask;");

    [Fact]
    public Task An_inaccessible_twin() => NoTwin("public void X(int n) { } private Task XAsync(int n) => Task.CompletedTask;");

    [Fact]
    public Task A_static_twin_of_an_instance_method() => NoTwin("public void X(int n) { } public static Task XAsync(int n) => Task.CompletedTask;");

    [Fact]
    public Task A_method_that_is_asynchronous_itself() => NoTwin("public Task<int> X(int n) => Task.FromResult(n); public Task<int> XAsync(int n) => Task.FromResult(n);", "yield return api.X(1);");

    [Fact]
    public Task In_memory() => NoTwin("", """
        var m = new MemoryStream(); m.Write(new byte[1], 0, 1); m.Flush(); m.CopyTo(m);
        var r = new StringReader(""); r.ReadLine(); var w = new StringWriter(); w.WriteLine("x"); w.Flush();
        Console.Out.WriteLine("x"); Console.Error.Flush(); new CancellationTokenSource().Cancel(); m.Dispose();
        """);

    [Fact]
    public Task Asserts_of_test_frameworks() => Verify.Nothing<BlockingCallAnalyzer>(
        """
        namespace Xunit { public static class Assert { public static void That(int x) { } public static Task ThatAsync(int x) => Task.CompletedTask; } }

        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M() { Xunit.Assert.That(1); yield break; }
        }
        """);

    [Fact]
    public Task The_enclosing_method_is_never_its_own_twin() => Verify.Nothing<BlockingCallAnalyzer>(
        """
        partial class C
        {
            void Load(int n) { }
            Task LoadAsync(int n) => Task.CompletedTask;

            [Coroutine]
            IEnumerator<Yield> LoadAsync(string s) { Load(1); yield break; }
        }
        """);

    [Fact]
    public Task What_the_project_says_does_not_block() => Verify.Nothing<BlockingCallAnalyzer>(
        """
        [assembly: NotBlocking("M:Api.X")]
        [assembly: NotBlocking("M:Api.Y(System.Int32)")]
        [assembly: NotBlocking("T:Quick")]
        [assembly: NotBlocking("P:Api.Log")]
        [assembly: NotBlocking("N:Fast")]

        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(Api api, Derived quick, Fast.A a) { api.X(1); api.Y(1); quick.Z(); Api.Log.WriteLine("x"); a.B(); yield break; }
        }

        class Api
        {
            public void X(int n) { }
            public Task XAsync(int n) => Task.CompletedTask;
            public void Y(int n) { }
            public Task YAsync(int n) => Task.CompletedTask;
            public static TextWriter Log => Console.Out;
        }

        class Quick { public void Z() { } public Task ZAsync() => Task.CompletedTask; }
        class Derived : Quick;
        namespace Fast { class A { public void B() { } public Task BAsync() => Task.CompletedTask; } }
        """);

    [Fact]
    public Task What_blocks_in_the_framework_is_found() => Verify.Diagnostics<BlockingCallAnalyzer>(
        """
        partial class C
        {
            [Coroutine]
            static IEnumerator<Yield> M(HttpClient http, Stream stream, StreamReader reader, System.Data.Common.DbCommand command, System.Diagnostics.Process process)
            {
                [|http.Send(new HttpRequestMessage())|];
                [|stream.Read(new byte[1], 0, 1)|];
                [|reader.ReadLine()|];
                [|reader.ReadToEnd()|];
                [|command.ExecuteNonQuery()|];
                [|process.WaitForExit()|];
                [|File.ReadAllText("x")|];
                [|Dns.GetHostAddresses("x")|];
                yield break;
            }
        }
        """);
}
