using System.Collections.Concurrent;
using System.Reflection;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>A program full of blocking calls, made cooperative in both ways: by the fix, and by the patch. As it stands it would stop at the first.</summary>
public class BlockingProgramTests
{
    private static readonly string[] Expected =
    [
        "any 0", "consumed 45 0", "dns True True", "files 3 one 4 111", "json Point { X = 1, Y = 2 } {\"X\":1,\"Y\":2}", "locks 1", "parallel 53", "process hi 0", "signals True 1", "tasks 10 x", "tcp hello!", "udp 3 True",
    ];

    private static string Source
    {
        get
        {
            var assembly = Assembly.GetExecutingAssembly();
            using var reader = new StreamReader(assembly.GetManifestResourceStream(assembly.GetManifestResourceNames().Single(name => name.EndsWith("Blocking.cs", StringComparison.Ordinal)))!);
            return reader.ReadToEnd();
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Fixed_it_runs()
    {
        var text = await Verify.FixAll<BlockingCallAnalyzer, BlockingCallFix>(Source);
        Assert.Empty(await Verify.Diagnose(TestCompilation.Of(text), new BlockingCallAnalyzer()));
        Assert.Equal(Expected, await Run(text));
    }

    [Fact(Timeout = 120_000)]
    public async Task Patched_it_runs()
    {
        var text = Source.Replace("public static partial class Program", "[assembly: Patch]\npublic static partial class Program", StringComparison.Ordinal);
        Assert.Empty(await Verify.Diagnose(TestCompilation.Of(text), new BlockingCallAnalyzer()));
        Assert.Equal(Expected, await Run(text));
    }

    private static async Task<string[]> Run(string source)
    {
        var program = TestProgram.Load(source).GetType("Program")!;
        await TestProgram.Call(program, "Run");
        return [.. ((ConcurrentQueue<string>)program.GetField("Said")!.GetValue(null)!).Order(StringComparer.Ordinal)];
    }
}
