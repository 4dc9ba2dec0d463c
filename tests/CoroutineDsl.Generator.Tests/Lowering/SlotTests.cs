using System.Reflection;
using CoroutineDsl.Generator.Tests.Harness;
using CoroutineDsl.Oracle;

namespace CoroutineDsl.Generator.Tests.Lowering;

/// <summary>What a machine keeps: no more places than lives that meet.</summary>
public class SlotTests
{
    private const string Usings = """
        using System;
        using System.Collections.Generic;
        using CoroutineDsl;

        """;

    [Fact]
    public void TemporariesShareWhereTheirLivesDoNotMeet()
    {
        var text = Text(string.Concat(Enumerable.Range(0, 250).Select(i => $"x += Id({i}).Await();\n")));
        Assert.True(Count(text, " int ") < 20, text);
    }

    [Fact]
    public void VariablesOfOneNameShare() =>
        Assert.Equal(1, Count(Text(string.Concat(Enumerable.Range(0, 9).Select(_ => "{ long each = x; Id(1).Await(); x += (int)each; }\n"))), "private long "));

    [Fact]
    public void LivesThatMeetAreKeptApart() => Assert.Equal(11, GeneratorRun.Of(Program("x = One() + (Id(2).Await() + (Id(3).Await() + One() * Id(5).Await()));")).Invoke("Program", "Run"));

    [Fact]
    public void AParameterThatNothingMentionsIsNotKept()
    {
        var compiled = Compilations.Load(GeneratorRun.Of(Usings + """
            public static partial class Program
            {
                [Coroutine]
                public static IEnumerator<Yield<int>> Run(int used, byte[] unused) { Greenlet.Sleep(0).Await(); yield return used; }
            }
            """).AssertCompiles().Output);
        var machine = compiled.GetTypes().Single(type => type.Name == "RunMachine");
        Assert.Equal(["used"], machine.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Select(field => field.Name));
    }

    private static string Text(string body) => GeneratorRun.Of(Program(body)).AssertCompiles().Files["Program.Main.g.cs"];

    private static string Program(string body) => Usings + $$"""
        public static partial class Program
        {
            [Coroutine] static IEnumerator<Yield<int>> Id(int v) { yield return Greenlet.Sleep(0); yield return v; }
            static int One() => 1;
            [Coroutine] static IEnumerator<Yield<int>> Main()
            {
                var x = 0;
                {{body}}
                yield return x;
            }
            public static int Run() => Main().Await();
        }
        """;

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}
