using CoroutineDsl.Tool.Migrate;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary><c>coro migrate</c>: the same server without an attribute in it, by the tool alone, and then run.</summary>
public class MigrateTests
{
    [Fact]
    public async Task A_threaded_server_becomes_greenlets_by_the_tool_alone()
    {
        var threaded = FormatTests.Blocking.Replace("[Coroutine]\n", "\n", StringComparison.Ordinal).ReplaceLineEndings("\r\n");
        Assert.DoesNotContain("[Coroutine]", threaded, StringComparison.Ordinal);
        using var project = new UserProject(threaded);
        var dry = new StringWriter();
        Assert.True(new Migration(project.Folder, dry).Run(isApplied: false), dry.ToString());
        Assert.Equal(threaded, project.Source);
        Assert.Contains("Spawn(Talk(client));", dry.ToString(), StringComparison.Ordinal);
        Assert.Contains("This was a dry run", dry.ToString(), StringComparison.Ordinal);

        var report = new StringWriter();
        Assert.True(new Migration(project.Folder, report).Run(isApplied: true), report.ToString());
        FormatTests.IsMigrated(project.Source);
        Assert.DoesNotContain("\n", project.Source.Replace("\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        await project.Dotnet("build", "-c", "Release");
        Assert.Equal(FormatTests.Said, await project.Run());
    }

    /// <summary>A main program that starts threads, waits for one, accepts on one, and then keeps the process alive: all of it on one thread with one hub.</summary>
    private const string KeptAlive = """
        using System.Net;
        using System.Net.Sockets;

        static class Server
        {
            static void Greet(string name)
            {
                Thread.Sleep(5);
                Console.WriteLine("hello " + name);
            }

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
                var stream = client.GetStream();
                var name = stream.ReadByte();
                var answer = new[] { (byte)(name + 1) };
                stream.Write(answer, 0, 1);
                stream.Close();
            }

            static void Main()
            {
                var greeter = new Thread(() => Greet("world"));
                greeter.IsBackground = true;
                greeter.Start();
                greeter.Join();
                var listener = new TcpListener(IPAddress.Loopback, 0);
                listener.Start();
                Task.Run(() =>
                {
                    for (var i = 0; i < 3; i++)
                    {
                        using var client = new TcpClient();
                        client.Connect((IPEndPoint)listener.LocalEndpoint);
                        client.GetStream().WriteByte((byte)('a' + i));
                        Console.WriteLine((char)client.GetStream().ReadByte());
                    }
                    Environment.Exit(0);
                });
                new Thread(() => Serve(listener)).Start();
                Thread.Sleep(Timeout.Infinite);
            }
        }
        """;

    [Fact]
    public async Task A_main_program_that_keeps_its_process_alive_runs_the_hub_instead()
    {
        using var project = new UserProject(KeptAlive.Replace("    ", "  ", StringComparison.Ordinal));
        var report = new StringWriter();
        Assert.True(new Migration(project.Folder, report).Run(isApplied: true), report.ToString());
        var text = project.Source.Replace("Greenlet.", "", StringComparison.Ordinal);
        Assert.DoesNotContain("new Thread", text, StringComparison.Ordinal);
        Assert.Contains("var greeter = Spawn(Greet(\"world\"));", text, StringComparison.Ordinal);
        Assert.Contains("greeter.Join().Await();", text, StringComparison.Ordinal);
        Assert.Contains("\n    Spawn(Serve(listener));\n", text, StringComparison.Ordinal);
        Assert.Contains("\n    Sleep(Timeout.Infinite).Await();\n", text, StringComparison.Ordinal);
        Assert.Contains("\n  [Coroutine]\n  static IEnumerator<Yield> Talk(TcpClient client)\n", text, StringComparison.Ordinal);
        Assert.Contains("\n    yield break;\n", text, StringComparison.Ordinal);
        Assert.Contains("Nothing is left to be done by hand.", report.ToString(), StringComparison.Ordinal);
        await project.Dotnet("build", "-c", "Release");
        Assert.Equal("hello world\nb\nc\nd\n", await project.Run());
    }

    [Fact]
    public void What_is_no_project_is_refused() =>
        Assert.Contains("is no project", Assert.Throws<MigrationException>(() => new Migration("/nowhere", TextWriter.Null)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("a\r\nb\r\n", "a\nc\r\n", "a\r\nc\r\n")]
    [InlineData("a\nb\n", "a\r\nc\n", "a\nc\n")]
    [InlineData("a\r\nb\n", "a\r\nc\n", "a\r\nc\n")]
    public void A_file_keeps_its_line_endings(string before, string after, string wanted) => Assert.Equal(wanted, ProjectCopy.WithEndingsOf(before, after));

    [Theory]
    [InlineData("class C\n{\n    void M()\n    {\n        M();\n    }\n}\n", null)]
    [InlineData("class C\n{\n  void M()\n  {\n    M();\n  }\n}\n", "indent_style = space\nindent_size = 2")]
    [InlineData("class C\r\n{\r\n   void M() {\r\n      M();\r\n   }\r\n}\r\n", "indent_style = space\nindent_size = 3")]
    [InlineData("class C\n{\n\tvoid M()\n\t{\n\t\tM();\n\t}\n}\n", "indent_style = tab")]
    [InlineData("class C { }\n", null)]
    public void What_the_fixes_write_is_indented_as_the_file_is(string text, string? wanted) => Assert.Equal(wanted, Indentation.Of(text));
}
