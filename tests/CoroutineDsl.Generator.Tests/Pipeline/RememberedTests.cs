using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Pipeline;
using CoroutineDsl.Generator.Tests.Harness;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Tests.Pipeline;

/// <summary>What is remembered between edits saves lowering, and never shows: after any edit the files are those that a first run would make.</summary>
public class RememberedTests
{
    private const string Usings = "using System;\nusing System.Collections.Generic;\nusing CoroutineDsl;\nusing static CoroutineDsl.Coroutine;\n";

    // the two methods called Same differ in nothing but their type
    private static readonly string[] s_project =
    [
        Usings + """
        public static partial class First
        {
            public const int Number = 1;
            [Coroutine]
            public static IEnumerator<Yield<int>> Same(int n) { var item = new Item(n) { Value = Library.Get().Await() }; Greenlet.Sleep(1).Await(); yield return item.Value + Number; }
        }

        public static partial class Second
        {
            public const int Number = 2;
            [Coroutine]
            public static IEnumerator<Yield<int>> Same(int n) { var item = new Item(n) { Value = Library.Get().Await() }; Greenlet.Sleep(1).Await(); yield return item.Value + Number; }
            public static void Start() => Greenlet.Spawn(Same(1));
        }
        """,
        Usings + """
        public class Item
        {
            public Item(int n) { }
            public int Value { get; init; }
        }

        public static partial class Library
        {
            [Coroutine] public static partial IEnumerator<Yield<int>> Get(int n = 3);
            [Coroutine] public static IEnumerator<Yield> Wait(string? text) { var kept = Kept(text); Greenlet.Sleep(1).Await(); Console.WriteLine(kept); yield break; }
            private static string? Kept(string? text) => text;
        }
        """,
        Usings + """
        public static partial class Library
        {
            public static partial IEnumerator<Yield<int>> Get(int n) { Greenlet.Sleep(n).Await(); yield return n; }
        }
        """,
        Usings + """
        [Patch]
        public static partial class Caller
        {
            public static void Wait() => System.Threading.Thread.Sleep(1);
            public static void Start() { Greenlet.Spawn(Library.Get()); Greenlet.Spawn(First.Same(1)); }
        }
        """,
    ];

    [Theory]
    [InlineData(0, "new Item(n)", "new Item(n + 1)")]
    [InlineData(0, "public static partial class First", "// a comment\npublic static partial class First")]
    [InlineData(0, "public static partial class First", "\n\n\n\n\n\n\npublic static partial class First")] // the one comes to stand where the other stood
    [InlineData(0, "Spawn(Same(1))", "Spawn(Same(2))")]
    [InlineData(0, "Number = 1", "Number = 3")]
    [InlineData(1, "public Item(int n) { }", "public Item(int n) { Value = n; }")] // which must run before the wait, so that the initializer cannot be lowered
    [InlineData(1, "Value { get; init; }", "Value { get; set; }")]
    [InlineData(1, "string? Kept", "object? Kept")]
    [InlineData(1, "[Coroutine] public static partial", "public static partial")]
    [InlineData(1, "[Coroutine] public static IEnumerator<Yield> Wait", "\n#nullable disable\n[Coroutine] public static IEnumerator<Yield> Wait")]
    [InlineData(2, "Sleep(n)", "Sleep(n + 1)")] // the body of a method that is declared elsewhere
    [InlineData(2, "{ Greenlet.Sleep(n).Await(); yield return n; }", "{ return null!; }")] // no iterator, for its callers elsewhere
    [InlineData(3, "Sleep(1)", "Sleep(2)")]
    [InlineData(3, "[Patch]", "")]
    [InlineData(3, "Library.Get()", "Library.Get(4)")]
    public void AnyEditGivesWhatAFirstRunGives(int file, string before, string after)
    {
        var compilation = Compilations.Of(s_project);
        var edited = Replace(compilation, file, before, after);
        var again = GeneratorRun.Of(compilation).Rerun(edited);
        Assert.Equal(GeneratorRun.Of(Compilations.Of([.. edited.SyntaxTrees.Select(tree => tree.ToString())])).Files, again.Files);
    }

    [Fact]
    public void AnEditOfOneBodyLowersThatCoroutineAlone()
    {
        var compilation = Compilations.Of(s_project);
        var before = Remembered(compilation);
        var after = Remembered(Replace(compilation, 0, "Number; }\n    public static void Start", "Number + 1; }\n    public static void Start"));
        Assert.Equal(["First", "Library", "Library"], after.Where(made => before.Any(other => ReferenceEquals(other.Coroutine, made.Coroutine))).Select(made => made.Type));
    }

    [Fact]
    public void AnEditOfADeclarationLowersEverythingAnew()
    {
        var compilation = Compilations.Of(s_project);
        var before = Remembered(compilation);
        var after = Remembered(Replace(compilation, 3, "void Wait()", "void Wait(int n)"));
        Assert.DoesNotContain(after, made => before.Any(other => ReferenceEquals(other.Coroutine, made.Coroutine)));
    }

    [Fact]
    public void FilesOfOnePathAreNotTakenForOneAnother()
    {
        string[] sources = [.. new[] { "One", "Two" }.Select(space => $"namespace {space} {{ {Usings.ReplaceLineEndings(" ")} {Marked("Coroutine")} }}")];
        var run = GeneratorRun.Of(Compilations.Of(sources.Select(source => Compilations.Tree(source, "Program.cs")))).AssertCompiles();
        Assert.Equal(["One.C.M.g.cs", "Two.C.M.g.cs"], run.Files.Keys.Where(name => name.EndsWith(".M.g.cs", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        var edited = sources.Select(source => Compilations.Tree(source.Replace("yield break", "Greenlet.Sleep(1).Await(); yield break", StringComparison.Ordinal), "Program.cs"));
        Assert.Equal(GeneratorRun.Of(Compilations.Of(edited)).Files, run.Rerun(((CSharpCompilation)run.Output).RemoveAllSyntaxTrees().AddSyntaxTrees(edited)).Files);
    }

    [Fact]
    public void TheAnalyzersAreToldWhatTheGeneratorFound()
    {
        const string Refused = "public static partial class C { [Coroutine] public static IEnumerator<Yield> M() { lock (typeof(C)) { Greenlet.Sleep(1).Await(); } yield break; } }";
        var compilation = Compilations.Of(Usings + Refused);
        var generated = (CSharpCompilation)GeneratorRun.Of(compilation).Output;
        Assert.NotSame(compilation, generated);
        var found = Inspect(generated);
        Assert.Contains("a lock held", found.Construct, StringComparison.Ordinal);
        Assert.Same(found, Inspect(generated));
        var edited = Replace(generated, 0, "Sleep(1)", "Sleep(2)"); // not yet seen by the generator
        Assert.NotSame(Inspect(edited), Inspect(edited));

        static Refusal Inspect(CSharpCompilation compilation)
        {
            var tree = compilation.SyntaxTrees[0];
            var method = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single();
            return Assert.Single(CoroutineInspection.Inspect(method, compilation.GetSemanticModel(tree), CancellationToken.None));
        }
    }

    [Theory]
    [InlineData("", "Coroutine")]
    [InlineData("", "CoroutineAttribute")]
    [InlineData("", "global::CoroutineDsl.Coroutine")]
    [InlineData("using Marked = CoroutineDsl.CoroutineAttribute;\n", "Marked")]
    [InlineData("using MarkedAttribute = CoroutineDsl.CoroutineAttribute;\n", "Marked")]
    [InlineData("namespace N { using A = CoroutineDsl.CoroutineAttribute; namespace M { using B = A; public static partial class D { [B] public static IEnumerator<Yield> Other() { yield break; } } } }\n", "Coroutine")]
    public void IsFoundUnderAnyName(string before, string attribute)
    {
        var files = GeneratorRun.Of(Usings + before + Marked(attribute)).AssertCompiles().Files.Keys;
        Assert.Contains("C.M.g.cs", files);
        Assert.Equal(before.Contains("Other", StringComparison.Ordinal), files.Contains("N.M.D.Other.g.cs"));
    }

    [Fact]
    public void IsFoundUnderAnAliasOfTheWholeProject() =>
        Assert.Contains("C.M.g.cs", GeneratorRun.Of("global using Marked = CoroutineDsl.CoroutineAttribute;", Usings + Marked("Marked")).AssertCompiles().Files.Keys);

    [Fact]
    public void AnotherAttributeOfTheNameIsNone() =>
        Assert.Empty(GeneratorRun.Of("using System.Collections.Generic; class CoroutineAttribute : System.Attribute;" + Marked("Coroutine").Replace("<Yield>", "<CoroutineDsl.Yield>", StringComparison.Ordinal)).Files);

    private static string Marked(string attribute) => $"public static partial class C {{ [{attribute}] public static IEnumerator<Yield> M() {{ yield break; }} }}";

    private static CSharpCompilation Replace(CSharpCompilation compilation, int file, string before, string after)
    {
        var tree = compilation.SyntaxTrees[file];
        Assert.Contains(before, tree.ToString(), StringComparison.Ordinal);
        return compilation.ReplaceSyntaxTree(tree, Compilations.Tree(tree.ToString().Replace(before, after, StringComparison.Ordinal), tree.FilePath));
    }

    private static List<(string Type, ParsedCoroutine Coroutine)> Remembered(CSharpCompilation compilation) =>
    [
        .. from tree in compilation.SyntaxTrees
           let file = SourceFiles.Of(tree, compilation, CancellationToken.None)
           from method in tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
           let made = file.Coroutine(method)
           where made?.Model is not null
           select (((TypeDeclarationSyntax)method.Parent!).Identifier.ValueText, made),
    ];
}
