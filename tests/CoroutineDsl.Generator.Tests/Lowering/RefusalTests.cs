using CoroutineDsl.Generator.Pipeline;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Tests.Lowering;

/// <summary>What cannot live across a suspension is refused on the user's own line; all else is lowered.</summary>
public class RefusalTests
{
    [Theory]
    [InlineData("Span<int> s = stackalloc int[1]; Task.Delay(1).Await(); s[0] = 1;", "'s', a ref struct")]
    [InlineData("Span<int> s = new int[1]; s[0] = Task.FromResult(1).Await();", "'s', a ref struct")]
    [InlineData("Use(new int[1].AsSpan(), Task.FromResult(1).Await());", "a ref struct in front")]
    [InlineData("var a = new int[1]; ref var r = ref a[0]; Task.Delay(1).Await(); r = 2;", "the ref local 'r'")]
    [InlineData("lock (typeof(C)) { Task.Delay(1).Await(); }", "a lock held")]
    [InlineData("try { Task.Delay(1).Await(); } catch (Exception) when (Task.FromResult(true).Await()) { }", "exception filter")]
    [InlineData("foreach (var c in \"ab\".AsSpan()) Task.Delay(1).Await();", "a foreach over a span")]
    [InlineData("foreach (ref var i in new int[1].AsSpan()) Task.Delay(1).Await();", "the ref local 'i'")]
    [InlineData("SetResult(\"text\"); yield break;", "a SetResult")]
    [InlineData("dynamic d = true; var e = d && Task.FromResult(true).Await();", "a dynamic && or ||")]
    public void IsRefused(string body, string construct)
    {
        var refusals = Inspect(body);
        Assert.Contains(refusals, r => r.Contains(construct, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Span<int> s = stackalloc int[1]; s[0] = 1; Task.Delay(1).Await();")]
    [InlineData("Task.Delay(1).Await(); var a = new int[1]; ref var r = ref a[0]; r = 2;")]
    [InlineData("lock (typeof(C)) { } Task.Delay(1).Await();")]
    [InlineData("var a = new { X = 1 }; Task.Delay(1).Await(); Console.WriteLine(a.X);")]
    [InlineData("dynamic d = 1; Task.Delay(1).Await(); Console.WriteLine(d + 1);")]
    [InlineData("ReadOnlySpan<char> s = \"a\"; if (s.Length > 0) Task.Delay(1).Await();")]
    public void IsLowered(string body) => Assert.Empty(Inspect(body));

    private static List<string> Inspect(string body)
    {
        var compilation = Compilations.Of($$"""
            using System;
            using System.Collections.Generic;
            using System.Threading.Tasks;
            using CoroutineDsl;
            using static CoroutineDsl.Coroutine;

            public static partial class C
            {
                private static void Use(Span<int> span, int value) { }

                [Coroutine]
                public static IEnumerator<Yield<int>> M()
                {
                    {{body}}
                    yield return 1;
                }
            }
            """);
        var tree = compilation.SyntaxTrees[0];
        var method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single(m => m.Identifier.Text == "M");
        return [.. CoroutineInspection.Inspect(method, compilation.GetSemanticModel(tree), CancellationToken.None).Select(r => r.Construct)];
    }
}
