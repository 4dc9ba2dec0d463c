using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

public class BlockingHelperTests
{
    [Fact]
    public Task A_blocking_call_in_a_plain_method_that_a_coroutine_reaches() => Verify.Diagnostics<BlockingHelperAnalyzer>(
        """
        interface IPeer { void Write(string line); }
        class Peer : IPeer { readonly TextWriter w = TextWriter.Null; public void Write(string line) => [|w.WriteLine(line)|]; }
        class Far { public static void Unreached() => Thread.Sleep(1); }
        partial class C
        {
            [Coroutine] static IEnumerator<Yield> Talk(IPeer p) { p.Write("x"); Help(1); Action a = () => Far.Unreached(); yield break; }
            static void Help(int n) { if (n > 0) Help(n - 1); else [|Thread.Sleep(n)|]; }
        }
        """);

    [Fact]
    public async Task Its_message_has_the_path() => Assert.Equal(
        ["'Thread.Sleep' blocks every greenlet of the hub, since a coroutine calls 'Deep' (Talk \u2192 Help \u2192 Deep): write 'Sleep(...).Await()'"],
        await Verify.Messages<BlockingHelperAnalyzer>(
            "partial class C { [Coroutine] static IEnumerator<Yield> Talk() { Help(); yield break; } static void Help() => Deep(); static void Deep() => Thread.Sleep(1); }"));

    [Fact]
    public async Task Where_it_is_patched_it_is_an_information() => Assert.Equal(
        ["Info 'Thread.Sleep' blocks every greenlet of the hub but for the patch, which passes the baton: a coroutine calls 'Help' (Talk \u2192 Help); make it a coroutine"],
        (await Verify.Told<BlockingHelperAnalyzer>(
            "[assembly: Patch] partial class C { [Coroutine] static IEnumerator<Yield> Talk() { Help(); yield break; } static void Help() => Thread.Sleep(1); }"))
            .Select(d => $"{d.Severity} {d.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}"));

    [Fact]
    public Task What_the_patch_calls_in_its_place_is_another_method() => Verify.Nothing<BlockingHelperAnalyzer>(
        """
        partial class C { [Coroutine(Patch = true)] static IEnumerator<Yield> Talk(Api api) { Console.WriteLine(api.Load()); yield break; } }
        class Api { public int Load() { Thread.Sleep(1); return 1; } public Task<int> LoadAsync() => Task.FromResult(1); }
        """);

    [Fact]
    public Task The_cooperative_call_is_written_there() => Verify.Fix<BlockingHelperAnalyzer, BlockingHelperFix>(
        "partial class C { [Coroutine] static IEnumerator<Yield> Talk() { Help(); yield break; } static void Help() { [|Thread.Sleep(1)|]; } }",
        "partial class C { [Coroutine] static IEnumerator<Yield> Talk() { Help(); yield break; } static void Help() { Sleep(1).Await(); } }");
}
