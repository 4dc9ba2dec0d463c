using System.Globalization;
using CoroutineDsl.Generator.Tests.Harness;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Generator.Tests.Pipeline;

/// <summary>Which files are generated, under which names.</summary>
public class OutputTests
{
    private const string Usings = "using System.Collections.Generic; using CoroutineDsl;\n";
    private const string Body = "{ yield return Greenlet.Sleep(1); }";

    [Fact]
    public void OneFileForEachCoroutine() => AssertFiles(Usings + $$"""
        namespace App.Net;
        public partial class Server
        {
            [Coroutine] public IEnumerator<Yield> Talk() {{Body}}
            [Coroutine] public IEnumerator<Yield> Talk(int n) {{Body}}
            [Coroutine] public IEnumerator<Yield> Listen() {{Body}}
            partial struct Inner<T> { [Coroutine] internal IEnumerator<Yield> Run<U>(T t, U u) {{Body}} }
        }
        """, "App.Net.Server.Inner{T}.Run.g.cs", "App.Net.Server.Listen.g.cs", "App.Net.Server.Talk.2.g.cs", "App.Net.Server.Talk.g.cs");

    [Fact]
    public void NamesThatDifferInCaseOnlyStayApart()
    {
        var files = GeneratorRun.Of(Usings + $$"""
            static partial class C
            {
                [Coroutine] public static IEnumerator<Yield> Talk() {{Body}}
                [Coroutine] public static IEnumerator<Yield> talk() {{Body}}
            }
            """).AssertCompiles().Files.Keys;
        Assert.Equal(2, files.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Fact]
    public void LongNamesAreCut()
    {
        var name = new string('x', 300);
        var file = Assert.Single(GeneratorRun.Of(Usings + $"static partial class C {{ [Coroutine] public static IEnumerator<Yield> {name}() {Body} }}").AssertCompiles().Files.Keys);
        Assert.InRange(file.Length, 50, 130);
    }

    [Theory]
    [InlineData("static class C { [Coroutine] public static IEnumerator<Yield> M() { yield break; } }")] // not partial
    [InlineData("class B { static partial class C { [Coroutine] public static IEnumerator<Yield> M() { yield break; } } }")] // container not partial
    [InlineData("file static partial class C { [Coroutine] public static IEnumerator<Yield> M() { yield break; } }")]
    [InlineData("static partial class C { [Coroutine] public static System.Collections.IEnumerator M() { yield break; } }")]
    [InlineData("static partial class C { [Coroutine] public static Yield? M() => null; }")]
    [InlineData("static partial class C { [Coroutine] public static IEnumerator<Yield> M() => null!; }")] // no iterator
    [InlineData("static partial class C { static IEnumerator<Yield> MCoroutine() { yield break; } [Coroutine] public static IEnumerator<Yield> M() { yield break; } }")]
    [InlineData("partial class MCoroutine { [Coroutine] public IEnumerator<Yield> M() { yield break; } }")]
    [InlineData("partial class C { public void P() { [Coroutine] static IEnumerator<Yield> M() { yield break; } M(); } }")]
    [InlineData("partial class C { [Coroutine] public static IEnumerator<Yield> M(System.Span<int> s) { yield break; } }")]
    [InlineData("interface I { IEnumerator<Yield> M(); } partial class C : I { [Coroutine] IEnumerator<Yield> I.M() { yield break; } }")]
    public void WhatIsNotEligibleIsLeftToTheIterator(string source) => AssertFiles(Usings + source);

    [Fact]
    public void AnOldLanguageIsLeftAlone()
    {
        var options = Compilations.Parse.WithLanguageVersion(LanguageVersion.CSharp10);
        var tree = CSharpSyntaxTree.ParseText(Usings + $"static partial class C {{ [Coroutine] public static IEnumerator<Yield> M() {Body} }}", options, "Source0.cs", System.Text.Encoding.UTF8);
        Assert.Empty(GeneratorRun.Of(Compilations.Of([tree])).Files);
    }

    [Fact]
    public void TheSameInputGivesTheSameOutput()
    {
        var first = GeneratorRun.Of(Compilations.Of(Corpus.Select(source => Compilations.Tree(source.Text, source.Path))));
        var second = GeneratorRun.Of(Compilations.Of(Corpus.Select(source => Compilations.Tree(source.Text, source.Path))));
        Assert.Equal(first.Files, second.Files);
        Assert.All(first.Files.Values, text => Assert.DoesNotContain('\r', text));
    }

    [Fact]
    public void NothingDependsOnTheCulture()
    {
        var before = CultureInfo.CurrentCulture;
        var first = GeneratorRun.Of(Compilations.Of(Corpus.Select(source => Compilations.Tree(source.Text, source.Path))));
        try
        {
            var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            odd.NumberFormat = new NumberFormatInfo { NegativeSign = "minus", NumberDecimalSeparator = ";", NumberGroupSeparator = "'" };
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(first.Files, GeneratorRun.Of(Compilations.Of(Corpus.Select(source => Compilations.Tree(source.Text, source.Path)))).Files);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IEnumerable<(string Path, string Text)> Corpus => Oracle.Corpus.Sources;

    private static void AssertFiles(string source, params string[] expected) =>
        Assert.Equal(expected, GeneratorRun.Of(source).AssertCompiles().Files.Keys.Where(name => name != "CoroutineDsl.Interceptors.g.cs").Order(StringComparer.Ordinal));
}
