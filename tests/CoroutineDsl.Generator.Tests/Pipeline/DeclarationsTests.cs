using CoroutineDsl.Generator.Pipeline;
using CoroutineDsl.Generator.Tests.Harness;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Generator.Tests.Pipeline;

/// <summary>What is remembered of an unchanged file holds while the declarations around it are equal: an edit of a body elsewhere keeps them, an edit of anything else does not.</summary>
public class DeclarationsTests
{
    private const string User = """
        using System.Collections.Generic;
        using CoroutineDsl;
        public static partial class User
        {
            [Coroutine]
            public static IEnumerator<Yield<string>> Use()
            {
                var value = Library.Value();
                yield return Greenlet.Sleep(1);
                Library.Other().Await();
                yield return value.ToString()!;
            }
        }
        """;

    private const string Library = """
        using System.Collections.Generic;
        using CoroutineDsl;
        public static partial class Library
        {
            public static int Value() => 1;
            [Coroutine]
            public static IEnumerator<Yield> Other() { yield return Greenlet.Sleep(1); }
        }
        """;

    [Theory]
    [InlineData("=> 1;", "=> 2;")]
    [InlineData("Greenlet.Sleep(1)", "Greenlet.Sleep(2)")]
    [InlineData("public static int Value", "/* a comment */ public static int Value")]
    public void AnEditOfABodyKeepsThem(string old, string text) => Assert.Equal(Of(Library), Of(Library.Replace(old, text, StringComparison.Ordinal)));

    [Theory]
    [InlineData("int Value", "long Value")]
    [InlineData("[Coroutine]", "")]
    [InlineData("{ yield return Greenlet.Sleep(1); }", "=> throw null!;")]
    [InlineData("partial class Library\n{", "partial class Library\n{ private const int Constant = 1;")]
    [InlineData("using System.Collections.Generic;", "#nullable disable\nusing System.Collections.Generic;")]
    public void AnEditOfAnythingElseChangesThem(string old, string text) => Assert.NotEqual(Of(Library), Of(Library.Replace(old, text, StringComparison.Ordinal)));

    [Fact]
    public void AChangedTypeElsewhereIsLoweredAnew()
    {
        var compilation = Compilations.Of(User, Library);
        var first = GeneratorRun.Of(compilation).AssertCompiles();
        Assert.Contains("private int value;", first.Files["User.Use.g.cs"], StringComparison.Ordinal);
        var edited = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[1], Compilations.Tree(Library.Replace("int Value", "long Value", StringComparison.Ordinal), "Source1.cs"));
        Assert.Contains("private long value;", first.Rerun(edited).AssertCompiles().Files["User.Use.g.cs"], StringComparison.Ordinal);
    }

    [Fact]
    public void ACoroutineElsewhereThatIsNoneAnyMoreIsCalledAnew()
    {
        var compilation = Compilations.Of(User, Library);
        var first = GeneratorRun.Of(compilation).AssertCompiles();
        Assert.Contains("OtherCoroutine()", first.Files["User.Use.g.cs"], StringComparison.Ordinal);
        var edited = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[1], Compilations.Tree(Library.Replace("[Coroutine]", "", StringComparison.Ordinal), "Source1.cs"));
        Assert.DoesNotContain("OtherCoroutine()", first.Rerun(edited).AssertCompiles().Files["User.Use.g.cs"], StringComparison.Ordinal);
    }

    private static Declarations Of(string library)
    {
        var compilation = s_user.AddSyntaxTrees(Compilations.Tree(library, "Library.cs"));
        return Declarations.Of(compilation);
    }

    private static readonly CSharpCompilation s_user = Compilations.Of(User);
}
