using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Docs.Tests;

/// <summary>Runs a block's <c>Main</c> on a thread and a hub of its own.</summary>
internal static partial class BlockRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>What it printed.</summary>
    public static string Of(MethodInfo main, BlockSource block)
    {
        // what waits for nothing but time need not take any
        var time = block.Servers.Count > 0 || Outside().IsMatch(block.Text[block.Text.IndexOf(block.Block.Text, StringComparison.Ordinal)..]) ? TimeProvider.System : new VirtualTime();
        using var output = new StringWriter { NewLine = "\n" };
        var (console, errors) = (Console.Out, Console.Error);
        Exception? failure = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var hub = new Hub(new HubOptions { TimeProvider = time });
                main.Invoke(null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()]);
            }
            catch (Exception e)
            {
                failure = e is TargetInvocationException { InnerException: { } inner } ? inner : e;
            }
        })
        { IsBackground = true };
        var synchronized = TextWriter.Synchronized(output);
        Console.SetOut(synchronized);
        Console.SetError(synchronized);
        try
        {
            thread.Start();
            Assert.True(thread.Join(Patience), $"{block.Block.Name} did not end; so far it printed:\n{output}");
        }
        finally
        {
            Console.SetOut(console);
            Console.SetError(errors);
        }

        Assert.True(failure is null, $"{block.Block.Name}: {failure}");
        return output.ToString();
    }

    [GeneratedRegex(@"\b(Co|Tcp|)(Socket|Client|Listener)\b|StreamServer|Http|Offload|\bTask\.|WorkerPool|Process|VirtualTime|HubGroup|Async\(")]
    private static partial Regex Outside();
}
