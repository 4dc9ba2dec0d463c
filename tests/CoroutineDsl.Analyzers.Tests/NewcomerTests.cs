using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>The mistakes that everybody makes once, and the sentence that says what to do.</summary>
public class NewcomerTests
{
    [Fact]
    public Task A_forgotten_partial() => IsTold<PartialTypeAnalyzer>(
        "static class C { [Coroutine] static IEnumerator<Yield> Eat() { yield break; } }",
        "'C' must be partial: its coroutine 'Eat' is lowered into it, and runs un-lowered until then");

    [Fact]
    public Task A_wrong_return_type() => IsTold<CoroutineSignatureAnalyzer>(
        "static partial class C { [Coroutine] static void Eat() { Sleep(1).Await(); } }",
        "'Eat' cannot be a coroutine: it returns 'void' and not IEnumerator<Yield> or IEnumerator<Yield<T>>");

    [Fact]
    public Task No_yield_at_all() => IsTold<CoroutineSignatureAnalyzer>(
        "static partial class C { [Coroutine] static IEnumerator<Yield> Eat() { Sleep(1).Await(); } }",
        "'Eat' cannot be a coroutine: its body has no 'yield', so C# runs it at the call and not when it is waited for; end it with 'yield break;'");

    [Fact]
    public Task A_forgotten_Await() => IsTold<DroppedCoroutineAnalyzer>(
        "static partial class C { [Coroutine] static IEnumerator<Yield> Eat() { Sleep(1); Eat(); yield break; } }",
        "Nothing waits for 'Sleep': yield return it, or Await() it",
        "The coroutine 'Eat' never runs: Spawn it, or Await() it");

    [Fact]
    public Task A_blocking_call() => IsTold<BlockingCallAnalyzer>(
        "static partial class C { [Coroutine] static IEnumerator<Yield> Eat() { Thread.Sleep(1); Console.ReadLine(); yield break; } }",
        "'Thread.Sleep' blocks every greenlet of the hub: write 'Sleep(...).Await()'",
        "'Console.ReadLine' blocks every greenlet of the hub: write 'Hub.Current.Offload(() => ...).Await()'");

    [Fact]
    public Task An_Await_in_a_helper() => IsTold<AwaitInPlainMethodAnalyzer>(
        "static partial class C { [Coroutine] static IEnumerator<Yield> Eat() { Chew(); yield break; } static void Chew() { Sleep(1).Await(); } }",
        "Await() in 'Chew' passes the baton to another thread, since a coroutine calls it (Eat \u2192 Chew): make it a coroutine");

    [Fact]
    public Task Something_yielded_that_is_not_waitable() => IsTold<CoroutineResultAnalyzer>(
        """
        static partial class C
        {
            [Coroutine] static IEnumerator<Yield> Eat() { yield return TimeSpan.FromSeconds(1); yield return 5; }
            [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 5.0; }
        }
        """,
        "'TimeSpan' is nothing to wait for, and this coroutine has no result; to wait that long write 'yield return Sleep(...)'",
        "'int' is nothing to wait for, and this coroutine has no result; for one it returns IEnumerator<Yield<int>>",
        "'double' is neither something to wait for nor the coroutine's result type 'int'");

    private static async Task IsTold<TAnalyzer>(string code, params string[] sentences) where TAnalyzer : DiagnosticAnalyzer, new() =>
        Assert.Equal(sentences, await Verify.Messages<TAnalyzer>(code));
}
