using CoroutineDsl.Generator.Tests.Harness;

namespace CoroutineDsl.Generator.Tests.Lowering;

/// <summary><c>Await()</c> on a dynamic value waits for whatever it is. Only lowered code can: C#'s binder finds no extension method.</summary>
public class DynamicWaitTests
{
    [Theory]
    [InlineData("Task.FromResult(3)", "3")]
    [InlineData("Task.Run(async () => { await Task.Yield(); return 4; })", "4")]
    [InlineData("new ValueTask<string>(\"a\")", "a")]
    [InlineData("Answer(5)", "5")]
    [InlineData("(object)AnswerCoroutine(6)", "6")]
    [InlineData("Greenlet.Spawn(Answer(7))", "7")]
    public void GivesItsValue(string awaitable, string expected) => Assert.Equal(expected, Run($"dynamic d = {awaitable}; var value = d.Await(); SetResult($\"{{value}}\"); yield break;"));

    [Theory]
    [InlineData("Greenlet.Sleep(1)")]
    [InlineData("Task.Delay(1)")]
    [InlineData("Task.Yield()")]
    public void Waits(string awaitable) => Assert.Equal("done", Run($"dynamic d = {awaitable}; d.Await(); yield return \"done\";"));

    [Fact]
    public void Throws() => Assert.Equal("no", Run("dynamic d = Task.FromException<int>(new InvalidOperationException(\"no\")); try { d.Await(); } catch (InvalidOperationException e) { SetResult(e.Message); } yield break;"));

    [Theory]
    [InlineData("dynamic d = \"done\"; yield return d;")]
    [InlineData("dynamic d = Text(); yield return d.Await();")]
    [InlineData("dynamic d = Greenlet.Sleep(1); yield return d; yield return \"done\";")]
    public void IsYieldedAsWhatItIs(string body) => Assert.Equal("done", Run(body));

    private static string Run(string body) => (string)GeneratorRun.Of($$"""
        using System;
        using System.Collections.Generic;
        using System.Threading.Tasks;
        using CoroutineDsl;
        using static CoroutineDsl.Coroutine;

        public static partial class C
        {
            [Coroutine]
            private static IEnumerator<Yield<int>> Answer(int n)
            {
                Greenlet.Sleep(1).Await();
                yield return n;
            }

            [Coroutine]
            private static IEnumerator<Yield<string>> Text()
            {
                Greenlet.Sleep(1).Await();
                yield return "done";
            }

            [Coroutine]
            private static IEnumerator<Yield<string>> Body()
            {
                {{body}}
            }

            public static string Run() => Greenlet.Spawn(Body()).Get().Await();
        }
        """).Invoke("C", "Run")!;
}
