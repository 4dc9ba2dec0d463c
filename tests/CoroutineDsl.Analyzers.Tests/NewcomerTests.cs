using System.Globalization;
using CoroutineDsl.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>The mistakes that everybody makes once, and the sentence that says what to write instead.</summary>
public class NewcomerTests
{
    private const string Others = """
        [Coroutine] static IEnumerator<Yield> Eat() { yield return Sleep(1); }
        [Coroutine] static IEnumerator<Yield<int>> Count() { yield return 1; }
        [Coroutine] static IEnumerator<Yield> Talk(CoSocket c) { yield return Sleep(1); }
        """;

    /// <summary>Members of a partial class, and what is said of them, in source order.</summary>
    public static TheoryData<string, string[]> Mistakes => new()
    {
        { "[Coroutine] static IEnumerator<Yield> A(CoSocket c, byte[] b) { int n = c.Receive(b); Console.WriteLine(n); yield break; }", ["write 'c.Receive(b).Await()'"] },
        {
            "[Coroutine] static IEnumerator<Yield> A(CoSocket c) { c.SendAll(new byte[1]); Eat(); Sleep(10); yield break; }",
            ["write 'c.SendAll(new byte[1]).Await()'", "write 'Eat().Await()' to wait for it, or 'Spawn(Eat())'", "write 'Sleep(10).Await()'"]
        },
        { "static void A() { Eat(); Spawn(Eat()).Join(); }", ["write 'Eat().Await()'", "write 'Spawn(Eat()).Join().Await()'"] },
        { "[Coroutine] static void A() { Sleep(1).Await(); }", ["it returns 'void'; write 'IEnumerator<Yield>'"] },
        { "[Coroutine] static int A() { Sleep(1).Await(); return 1; }", ["it returns 'int'; write 'IEnumerator<Yield<int>>'"] },
        { "[Coroutine] static async Task<int> A() { await Sleep(1); return 1; }", ["it returns 'Task<int>'; write 'IEnumerator<Yield<int>>'"] },
        { "[Coroutine] static IEnumerator<Yield> A() { yield return Count(); }", ["write 'Count().Await();'"] },
        { "[Coroutine] static IEnumerator<Yield<long>> A() { yield return Count(); }", ["write 'Count().Await();' to wait, or 'yield return Count().Await();'"] },
        {
            "[Coroutine] static IEnumerator<Yield<int>> A() { try { yield return 5; } catch (IOException) { yield return Sleep(1); } yield return 1; }",
            ["write 'SetResult(5); yield break;'", "write 'Sleep(1).Await();'"]
        },
        {
            "[Coroutine] static IEnumerator<Yield> A(CoQueue<int> q) { new[] { 1 }.Select(i => q.Get().Await()).ToList().ForEach(i => Sleep(i).Await()); yield break; }",
            ["write a loop, 'foreach (...) { ... }'", "write a loop, 'foreach (...) { ... }'"]
        },
        { "[Coroutine] static IEnumerator<Yield> A() { await Task.Delay(1); yield break; }", ["write 'Task.Delay(1).Await()'"] },
        { "static async Task A() { await Eat(); }", ["write 'await Spawn(Eat())'"] },
        { "static object A() => new StreamServer(new IPEndPoint(0, 0), Talk);", ["write 'c => Talk(c)'"] },
        { "static void A() => Spawn(Talk);", ["write 'Spawn(Talk(...))'"] },
        { "static void A(Timer t) { Act += Eat; Act += () => Eat(); } static event Action? Act;", ["write '() => Spawn(Eat())'", "write 'Spawn(Eat())'"] },
        { "[Coroutine] static IEnumerator<Yield> A(ref int x) { yield break; }", ["give its value as the result, 'IEnumerator<Yield<int>>'"] },
        { "[Coroutine] static IEnumerator<Yield> A(ReadOnlySpan<byte> x) { yield break; }", ["write 'ReadOnlyMemory<byte>'"] },
        { "[Coroutine] static IEnumerator<Yield> A(in int x) { yield break; }", ["pass it by value"] },
        {
            "static void A() { [Coroutine] IEnumerator<Yield> One() { yield break; } IEnumerator<Yield> Two() { yield break; } Spawn(One()); Spawn(Two()); }",
            ["it is a local function; make it a method", "make a [Coroutine] method of it"]
        },
        { "static void A() { Func<IEnumerator<Yield>> f = () => { yield return Sleep(1); }; }", ["make a [Coroutine] method 'M' of it, and write '() => M()'"] },
        { "static IEnumerator<Yield> A() { yield return Sleep(1); }", ["write [Coroutine] above it"] },
        { "interface I { IEnumerator<Yield> A(); }", ["write [Coroutine] above it, and above what implements it"] },
        { "[Coroutine] static IEnumerator<Yield<int>> A() { yield return Sleep(1); return 5; }", ["write 'yield return 5;'"] },
        { "[Coroutine] static IEnumerator<Yield<int>> A() { return 5; }", ["write 'yield return 5;' in place of 'return'"] },
        { "[Coroutine] static IEnumerator<Yield> A() { return Sleep(1); }", ["write 'yield return Sleep(1);' in place of 'return'"] },
        { "[Coroutine] static IEnumerator<Yield> A() { Sleep(1).Await(); }", ["end it with 'yield break;'"] },
        {
            "[Coroutine] static IEnumerator<Yield<int>> A() { for (var i = 0; i < 3; i++) yield return i; }",
            ["write 'yield return value;' on each way to its end", "write a stream: '[Coroutine] IEnumerable<int> A(...)'"]
        },
        { "[Coroutine] static IEnumerator<Yield<string>> A() { yield return Sleep(5); }", ["write 'yield return value;' on each way to its end"] },
        { "[Coroutine] static IEnumerator<Yield<int>> A() { SetResult(\"a\"); yield break; }", ["'string' is not the coroutine's result type 'int'"] },
        { "[Coroutine] static IEnumerator<Yield> A() { foreach (var x in Count()) { } yield break; }", ["write 'Count().Await()'"] },
        { "[Coroutine] static IEnumerator<Yield> A(CoQueue<int> q) { await foreach (var x in q) { } yield break; }", ["write 'foreach' without 'await'"] },
        { "[Coroutine] static IEnumerator<Yield> A(Task<int> t) { Thread.Sleep(10); var r = t.Result; t.Wait(); yield break; }", ["write 'Sleep(...).Await()'", "write 't.Await()'", "write 't.Await()'"] },
        {
            "[Coroutine] static IEnumerator<Yield> A(HttpClient h) { h.GetStringAsync(\"x\").GetAwaiter().GetResult(); File.ReadAllText(\"x\"); Console.ReadLine(); yield break; }",
            ["write 'h.GetStringAsync(\"x\").Await()'", "write 'CoFile.ReadAllText(...).Await()'", "write 'CoConsole.ReadLine(...).Await()'"]
        },
        { "[Coroutine] static IEnumerator<Yield> A(Task<int> t) { Task.WaitAll(t); yield break; }", ["write 'Task.WhenAll(...).Await()'"] },
        { "[Coroutine] static IEnumerator<Yield> A(object o) { lock (o) { Sleep(1).Await(); } yield break; }", ["use a CoLock"] },
        { "[Coroutine] static IEnumerator<Yield> A(byte[] b) { Span<byte> s = b; Sleep(1).Await(); s[0] = 1; yield break; }", ["use a Memory or an array"] },
        { "IEnumerator<Yield<int>> A { get { yield return 1; } }", ["make a [Coroutine] method of 'A'"] },
        { "class B { B() { Sleep(1).Await(); } ~B() { Sleep(1).Await(); } }", ["move what waits to a [Coroutine] method", "wait in a [Coroutine] method 'Close'"] },
        { "[Coroutine] static IEnumerator<Yield> A() { while (true) { Console.WriteLine(); } yield break; }", ["no other greenlet runs meanwhile"] },
        { "static void A() { var g = Spawn(Count(), TimeSpan.FromSeconds(1)); }", ["write 'SpawnLater(TimeSpan.FromSeconds(1), Count())'"] },
        { "static void A() { int v = Spawn(Count()); }", ["write 'Count().Await()'"] },
        { "[Coroutine] static IEnumerator<Yield> A() { yield return \"x\"; }", ["for one it returns IEnumerator<Yield<string>>"] },
        { "[Coroutine] static IEnumerator<Yield> A() { yield return 5; yield return TimeSpan.FromSeconds(1); }", ["for one it returns IEnumerator<Yield<int>>", "write 'yield return Sleep(...)'"] },
        { "[Coroutine] static IEnumerator<Yield> A() { Chew(); yield break; } static void Chew() { Sleep(1).Await(); }", ["(A \u2192 Chew): make it a coroutine"] },
        { "static void A(CoQueue<int> q) { Console.WriteLine($\"{q.Get()}\"); Console.WriteLine(q.Get()); var s = \"a\" + Count() + string.Format(\"{0}\", q.Get()); }",
            ["write 'q.Get().Await()'", "write 'q.Get().Await()'", "write 'Count().Await()'", "write 'q.Get().Await()'"] },
        { "[Coroutine] static IEnumerator<Yield> A() { Task.Delay(100); yield break; }", ["write 'Task.Delay(100).Await()'"] },
        { "[Coroutine] static Yield A() => Sleep(1);", ["it returns 'Yield'; write 'IEnumerator<Yield>'"] },
        { "[Coroutine] static Yield<int> A() => 1;", ["it returns 'Yield<int>'; write 'IEnumerator<Yield<int>>'"] },
        { "[Coroutine] static Suspension<int> A(CoQueue<int> q) => q.Get();", ["write 'IEnumerator<Yield<int>>'"] },
        { "[Coroutine] static Coroutine A() => null!;", ["it returns 'Coroutine'; write 'IEnumerator<Yield>'"] },
        { "[Coroutine] static async IAsyncEnumerable<int> A() { await Task.Delay(1); yield return 1; }", ["for a stream write 'IEnumerable<int>'"] },
        { "[Coroutine] static IEnumerator<Yield<int>> A() { Sleep(1).Await(); yield break; }", ["in place of 'yield break;'; if it has no result, it returns 'IEnumerator<Yield>'"] },
        { "[Coroutine] static IEnumerator<Yield> A(SemaphoreSlim s) { s.Wait(); yield break; }", ["write 's.CoWait(...).Await()' (using CoroutineDsl.Patching;)"] },
        { "[Coroutine] static IEnumerator<Yield> A(Stream s, byte[] b) { s.WriteAsync(b); yield break; }", ["write 's.WriteAsync(b).Await()'"] },
        { "static object A() => new StreamServer(new IPEndPoint(0, 0), async conn => { await Task.Delay(1); });", ["write 'conn => M(conn)'"] },
        { "static void A() => new Thread(Eat).Start();", ["write 'Spawn(Eat())'"] },
        { "static object A() => Task.WhenAll(Eat(), Eat());", ["write 'All(Eat(), Eat()).Await()'"] },
        { "static object A() => new Timer(_ => Spawn(Eat()), null, 0, 1000);", ["write 'SpawnLater(dueTime, Eat())' in place of the timer, or for each tick 'foreach (var tick in new Ticker(period)) Eat().Await();'"] },
        { "static void A(int[] items) => Parallel.ForEach(items, item => { Spawn(Eat()); });", ["mark it [Coroutine]", "write 'JoinAll(SpawnAll(items, item => Eat())).Await()' in place of Parallel.ForEach"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Each_is_answered_by_what_to_write(string members, string[] said)
    {
        CSharpGeneratorDriver.Create([new CoroutineGenerator().AsSourceGenerator()], parseOptions: TestCompilation.Parse)
            .RunGeneratorsAndUpdateCompilation(TestCompilation.Of($"using CoroutineDsl.Net;\npartial class Program\n{{\n{members}\n{Others}\n}}"), out var compilation, out _);
        var told = (await Verify.Diagnose(compilation, Rules.All)).Select(d => d.GetMessage(CultureInfo.InvariantCulture)).ToArray();
        Assert.True(
            told.Length == said.Length && told.Zip(said).All(pair => pair.First.Contains(pair.Second, StringComparison.Ordinal)),
            $"{members}\nexpected:\n{string.Join("\n", said)}\ntold:\n{string.Join("\n", told)}");
    }

    [Fact]
    public async Task A_forgotten_partial() => Assert.Equal(
        ["'C' must be partial: its coroutine 'Eat' is lowered into it, and runs un-lowered until then"],
        await Verify.Messages<PartialTypeAnalyzer>("static class C { [Coroutine] static IEnumerator<Yield> Eat() { yield break; } }"));
}
