using Xunit;
using Xunit.Abstractions;

namespace CoroutineDsl.Package.Tests.Editor;

/// <summary>The package in an editor: a project that refers to it, open in a language server.</summary>
[Collection(PackageCollection.Name)]
public sealed class LanguageServerTests(PackageFeed feed, ITestOutputHelper output)
{
    private const string Program = """
        using System;
        using System.Collections.Generic;
        using System.Threading;
        using CoroutineDsl;

        static partial class Talks
        {
            private static void Main() => Run().Await();

            [Coroutine]
            private static IEnumerator<Yield> Run()
            {
                var guest = Spawn(Greet("world", 3));
                guest.Join().Await();
                int three = Add(1, 2).Await();
                Console.WriteLine(three);
                yield break;
            }

            [Coroutine]
            private static IEnumerator<Yield> Greet(string name, int times)
            {
                for (var i = 0; i < times; i++)
                {
                    Console.WriteLine($"hello {name}");
                    Sleep(1).Await();
                }
                yield break;
            }

            [Coroutine]
            private static IEnumerator<Yield<int>> Add(int a, int b)
            {
                Sleep(1).Await();
                yield return a + b;
            }
        }
        """;

    /// <summary>How many files are broken at random: more of them, and of which seed, in a run that is for it.</summary>
    private static int Broken => int.TryParse(Environment.GetEnvironmentVariable("COROUTINEDSL_BROKEN_FILES"), out var count) ? count : 20;

    [LanguageServerFact]
    public void An_editor_is_at_home_with_coroutines()
    {
        var project = feed.Project("Edited", Program);
        Dotnet.Run(project.Folder, "restore");
        using var server = new LanguageServer(project.Folder, "Program.cs");
        Assert.Empty(server.Diagnostics());

        Diagnostics_come_while_one_types(server);
        Definitions_are_the_users_own(server);
        Completion_offers_what_is_to_be_called(server);
        Names_change_everywhere(server);
        No_broken_file_is_too_much(server);
    }

    private static void Diagnostics_come_while_one_types(LanguageServer server)
    {
        server.Write(Program.Replace("Sleep(1).Await();\n        }", "Thread.Sleep(1);\n        }", StringComparison.Ordinal));
        Assert.Equal(("CORO004", "Thread.Sleep(1)"), Assert.Single(server.Diagnostics()) is var (id, marked, _) ? (id, marked) : default);
        server.Write(Program.Replace("guest.Join().Await();", "Greet(\"nobody\", 1);", StringComparison.Ordinal));
        Assert.Equal(("CORO005", "Greet(\"nobody\", 1)"), Assert.Single(server.Diagnostics()) is var (dropped, call, _) ? (dropped, call) : default);
        server.Write(Program.Replace("guest.Join().Await();", "guest.", StringComparison.Ordinal));
        Assert.All(server.Diagnostics(), found => Assert.StartsWith("CS", found.Id, StringComparison.Ordinal)); // C#'s own errors, and nothing of ours beside them
        server.Write(Program);
        Assert.Empty(server.Diagnostics());
    }

    private static void Definitions_are_the_users_own(LanguageServer server)
    {
        Assert.Equal("private static IEnumerator<Yield> Greet(string name, int times)", server.Definition("Greet(\"world\""));
        Assert.Equal("private static IEnumerator<Yield<int>> Add(int a, int b)", server.Definition("Add(1, 2)"));
        Assert.Equal("for (var i = 0; i < times; i++)", server.Definition("i < times"));
    }

    private static void Completion_offers_what_is_to_be_called(LanguageServer server)
    {
        server.Write(Program.Replace("guest.Join().Await();", "Talks. ;", StringComparison.Ordinal));
        Assert.Equal(["Add", "AddCoroutine", "CoroutineMachines", "Greet", "GreetCoroutine", "Main", "Run", "RunCoroutine"],
            server.Completion("Talks.").Except(["Equals", "ReferenceEquals"]).Order(StringComparer.Ordinal));
        server.Write(Program);
    }

    private static void Names_change_everywhere(LanguageServer server)
    {
        server.Rename("Greet(\"world\"", "Hail");
        Assert.Equal(Program.Replace("Greet", "Hail", StringComparison.Ordinal), server.Text);
        Assert.Empty(server.Diagnostics());
        server.Rename("times)", "count");
        Assert.Contains("Hail(string name, int count)", server.Text, StringComparison.Ordinal);
        Assert.Contains("i < count", server.Text, StringComparison.Ordinal);
        Assert.Empty(server.Diagnostics());
        server.Write(Program);
    }

    private void No_broken_file_is_too_much(LanguageServer server)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("COROUTINEDSL_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"seed {seed}, {Broken} broken files");
        var random = new Random(seed);
        for (var i = 0; i < Broken; i++)
        {
            server.Write(BrokenFile.Of(Program, random));
            Assert.All(server.Diagnostics(), found => Assert.True(found.Id is not ("AD0001" or "CORO000" or "CS8784" or "CS8785"), $"file {i} of seed {seed}: {found}\n{server.Text}"));
        }

        server.Write(Program);
        Assert.Empty(server.Diagnostics());
    }
}
