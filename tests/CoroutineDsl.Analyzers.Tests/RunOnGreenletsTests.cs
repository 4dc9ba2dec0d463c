using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>The second action of CORO017: a thread's entry, what starts it and all that it reaches become coroutines at once; the rest of the project stays.</summary>
public class RunOnGreenletsTests
{
    private const string Threaded = """
        interface IPeer { void Say(string line); }

        class Peer(Stream stream) : IPeer
        {
            public void Say(string line) { stream.Write(new byte[line.Length], 0, line.Length); }
        }

        static class Server
        {
            static readonly object Gate = new();

            static void Serve(TcpListener listener)
            {
                while (true)
                {
                    var client = listener.AcceptTcpClient();
                    new Thread(() => Talk(client)).Start();
                }
            }

            static void Talk(TcpClient client)
            {
                IPeer peer = new Peer(client.GetStream());
                lock (Gate) peer.Say("one");
                if (Ask(client.GetStream()) > 0) peer.Say("two");
            }

            static int Ask(Stream stream) => stream.ReadByte();

            static void Beat()
            {
                while (true) Thread.Sleep(1000);
            }

            static void Main()
            {
                new Thread(Beat).Start();
                Serve(new TcpListener(System.Net.IPAddress.Loopback, 0));
            }
        }
        """;

    [Theory]
    [InlineData("Talk")]
    [InlineData("Serve")]
    public async Task It_moves_the_call_graph_of_one_entry(string entry)
    {
        using var workspace = new AdhocWorkspace();
        var project = TestProject.Open(workspace, Threaded);
        var document = project.Documents.Single(d => d.Name == "Source0.cs");
        var found = (await Verify.Diagnose(await project.Compiled(), new BlockingThreadAnalyzer())).First(d => d.GetMessage(null).Contains($"'{entry}' ", StringComparison.Ordinal));
        var fix = new BlockingThreadFix();
        var offered = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, found, (action, _) => offered.Add(action), default));
        Assert.Equal([$"Mark '{entry}' [Coroutine]", $"Run '{entry}' on greenlets, with all that it reaches"], offered.Select(action => action.Title));
        Assert.Null(await fix.GetFixAllProvider().GetFixAsync(new FixAllContext(document, fix, FixAllScope.Document, offered[1].EquivalenceKey, [found.Id], new GivenDiagnostics([found]), default)));

        var applied = (await offered[1].GetOperationsAsync(default)).OfType<ApplyChangesOperation>().Single();
        var changed = applied.ChangedSolution.GetDocument(document.Id)!;
        var text = (await changed.GetTextAsync()).ToString().ReplaceLineEndings("\n");
        Assert.True((await changed.Project.Compiled()).FirstError() is not { } error, text);
        foreach (var written in new[]
        {
            "IEnumerator<Yield> Serve(TcpListener listener)", "IEnumerator<Yield> Talk(TcpClient client)", "IEnumerator<Yield<int>> Ask(Stream stream)", "IEnumerator<Yield> Say(string line);",
            "var client = listener.CoAcceptTcpClient().Await();", "Spawn(Talk(client));", "using (Gate.Hold().Await())", "peer.Say(\"one\").Await();", "Ask(client.GetStream()).Await() > 0",
            "Serve(new TcpListener(System.Net.IPAddress.Loopback, 0)).Await();",
        }) Assert.True(text.Contains(written, StringComparison.Ordinal), $"no '{written}' in:\n{text}");
        Assert.Contains("static void Beat()", text, StringComparison.Ordinal);
        Assert.Contains("Thread.Sleep(1000);", text, StringComparison.Ordinal);
    }
}
