using System.Text.RegularExpressions;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>The guide's story: a blocking server, <c>[Coroutine]</c> on its methods, the fixes; and many clients are served at once.</summary>
public class GuideTests
{
    private const string Clients = """
        partial class Program
        {
            // all connect before the first says a word, and the last to come is the first to speak
            public static string Run(int count)
            {
                using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
                listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
                listener.Listen();
                var server = Spawn(Serve(listener));
                var heard = Task.Run(() => Talk(listener.LocalEndPoint!, count)).Await();
                server.Kill().Await();
                return heard;
            }

            static string Talk(EndPoint server, int count)
            {
                var clients = Enumerable.Range(0, count).Select(_ => new TcpClient { ReceiveTimeout = 60_000 }).ToArray();
                foreach (var client in clients) client.Connect((IPEndPoint)server);
                var heard = "";
                for (var i = count - 1; i >= 0; i--)
                {
                    using var stream = clients[i].GetStream();
                    stream.Write(System.Text.Encoding.ASCII.GetBytes($"{i}\n"));
                    heard += new StreamReader(stream).ReadLine() + " ";
                }
                return heard;
            }
        }
        """;

    [Fact]
    public async Task The_fixes_make_of_its_blocking_server_the_cooperative_one()
    {
        var text = Shown("blocking").Replace("using System.Net.Sockets;\n", "using System.Net.Sockets;\nusing static CoroutineDsl.Greenlet;\n", StringComparison.Ordinal);
        text = "using CoroutineDsl;\n" + Regex.Replace(text, @"^    static void (?=(Serve|Talk|SendAll)\()", "    [Coroutine]\n$0", RegexOptions.Multiline);
        Assert.Equal(3, Regex.Count(text, @"\[Coroutine\]"));

        text = await AcceptAll(text);
        Assert.Equal(Shown("cooperative"), text);
        Assert.Equal("2 1 0 ", await Run(text));
    }

    [Fact]
    public async Task They_do_for_functions_among_top_level_statements_and_for_results()
    {
        var text = await Verify.FixAll<CoroutineSignatureAnalyzer, TopLevelFunctionFix>(
            """
            var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 8001));
            listener.Listen();
            Serve(listener);

            [Coroutine]
            void Serve(Socket listener)
            {
                while (true)
                {
                    var conn = listener.Accept();
                    Talk(conn);
                }
            }

            [Coroutine]
            void Talk(Socket conn)
            {
                using var stream = new NetworkStream(conn, ownsSocket: true);
                while (ReadLine(stream) is { } line) stream.Write(System.Text.Encoding.UTF8.GetBytes(line));
            }

            [Coroutine]
            string? ReadLine(Stream stream)
            {
                for (var line = ""; ; )
                {
                    var next = stream.ReadByte();
                    if (next < 0) return null;
                    line += (char)next;
                    if (next == '\n') return line;
                }
            }
            """);
        Assert.Equal("2 1 0 ", await Run(await AcceptAll(text)));
    }

    /// <summary>Accepts what is offered, rule by rule in the order of the guide.</summary>
    private static async Task<string> AcceptAll(string text)
    {
        text = await Verify.FixAll<CoroutineSignatureAnalyzer, CoroutineSignatureFix>(text);
        if (!text.Contains("partial class", StringComparison.Ordinal)) text = await Verify.FixAll<PartialTypeAnalyzer, PartialTypeFix>(text);
        text = await Verify.FixAll<BlockingCallAnalyzer, BlockingCallFix>(text);
        await Verify.NothingIsToldOf(text);
        return text;
    }

    private static async Task<object?> Run(string server) =>
        await TestProgram.Call(TestProgram.Load(server, Clients).GetType("Program")!, "Run", 3).WaitAsync(TimeSpan.FromSeconds(60));

    private static string Shown(string name)
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "guide.md")).ReplaceLineEndings("\n");
        return Regex.Match(guide, $@"<!-- program as {name} [^\n]*-->\n```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
    }
}
