using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>A coroutine that never ends needs a <c>yield</c> that is never reached; any other statement that is never reached is still told.</summary>
public class LastYieldTests
{
    [Fact]
    public async Task What_makes_a_coroutine_is_no_unreachable_code()
    {
        var told = await Unreachable(
            """
            static partial class C
            {
                [Coroutine]
                static IEnumerator<Yield> Only(CoQueue<int> queue)
                {
                    while (true) Console.WriteLine(queue.Get().Await());
                    yield break;
                }

                [Coroutine]
                static IEnumerator<Yield> NotTheOnly()
                {
                    while (true) yield return Sleep(1);
                    yield break; // 1
                }

                [Coroutine]
                static IEnumerator<Yield> NotTheLast()
                {
                    while (true) Sleep(1).Await();
                    yield break; // 2
                    Console.WriteLine();
                }

                static IEnumerator<int> NoCoroutine()
                {
                    while (true) Console.WriteLine();
                    yield break; // 3
                }
            }
            """);
        Assert.Equal(["// 1", "// 2", "// 3"], told);
    }

    private static async Task<IEnumerable<string>> Unreachable(string code)
    {
        var compilation = TestCompilation.Of(code);
        var found = await compilation.WithAnalyzers([new LastYieldSuppressor()]).GetAllDiagnosticsAsync();
        return found.Where(d => d.Id == "CS0162" && !d.IsSuppressed).OrderBy(d => d.Location.SourceSpan.Start)
            .Select(d => code.Split('\n')[d.Location.GetLineSpan().StartLinePosition.Line].Split("break; ")[1].TrimEnd());
    }
}
