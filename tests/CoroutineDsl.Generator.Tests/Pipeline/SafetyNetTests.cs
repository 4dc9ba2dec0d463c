using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Pipeline;
using CoroutineDsl.Generator.Symbols;
using CoroutineDsl.Generator.Tests.Harness;
using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Tests.Pipeline;

/// <summary>What does not bind is found before it is given out.</summary>
public class SafetyNetTests
{
    private const string Source = """
        using System.Collections.Generic;
        using CoroutineDsl;
        public static partial class Program
        {
            [Coroutine]
            static IEnumerator<Yield> Run()
            {
                Greenlet.Sleep(1).Await();
                Other().Await();
                if (Other() is null) goto end;
            end:
                yield break;
            }
            [Coroutine]
            static IEnumerator<Yield> Other() { Greenlet.Sleep(1).Await(); yield break; }
        }
        """;

    [Fact]
    public void AMistakeIsToldOnTheLineThatItCameFrom()
    {
        var refusal = Check("    static void Text()\n    {\n#line 9 \"Source0.cs\"\n        Nothing();\n#line hidden\n    }\n");
        Assert.StartsWith(SafetyNet.Construct, refusal!.Construct);
        Assert.Contains("CS0103", refusal.Construct);
        Assert.Equal(8, refusal.Location.StartLine);
    }

    [Fact]
    public void WhatBindsIsNotRefused() => Assert.Null(Check("    static void Text() => System.GC.KeepAlive(OtherCoroutine());\n"));

    [Fact]
    public void TheUsersOwnErrorsAreLeftToTheCompiler() => Assert.Null(Check("    static void Text() => Nothing();\n", Source.Replace("Other().Await();", "Missing();")));

    /// <summary>C#'s own errors are told once, where they are: what was generated of such a body would be told of too.</summary>
    [Theory]
    [InlineData("int x = Greenlet.Sleep(1).Await();", "CS0029")]
    [InlineData("if (Other() is null) return; Greenlet.Sleep(1).Await();", "CS1622")]
    [InlineData("Greenlet.Sleep(1).Await(); const int k = 1; k = 2; goto end;", "CS0131")]
    [InlineData("System.Func<int> f = () => \"x\"; int Local() => \"y\"; Greenlet.Sleep(f() + Local()).Await();", "CS0029")]
    public void AnErrorOfTheUsersOwnIsToldOnce(string statements, string id)
    {
        var compilation = Compilations.Of(Source.Replace("Other().Await();", statements));
        CSharpGeneratorDriver.Create([new CoroutineGenerator().AsSourceGenerator()], parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options).RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        var errors = generated.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        Assert.Contains(errors, error => error.Id == id);
        Assert.All(errors, error => Assert.Same(compilation.SyntaxTrees[0], error.Location.SourceTree));
    }

    /// <summary>What C# does not know may come from another generator, and is lowered.</summary>
    [Fact]
    public void WhatAnotherGeneratorMayGiveIsLowered() => Assert.Contains("RunMachine", GeneratorRun.Of(Source.Replace("Other().Await();", "Given();")).Files["Program.Run.g.cs"]);

    [Fact]
    public void AnUnusualBodyThatBindsIsLowered() => Assert.Contains("RunMachine", GeneratorRun.Of(Source).AssertCompiles().Files["Program.Run.g.cs"]);

    private static Refusal? Check(string members, string source = Source)
    {
        var compilation = Compilations.Of(source);
        var model = compilation.GetSemanticModel(compilation.SyntaxTrees[0]);
        var declarations = compilation.SyntaxTrees[0].GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().ToList();
        var (method, other) = (model.GetDeclaredSymbol(declarations[0])!, model.GetDeclaredSymbol(declarations[1])!);
        return SafetyNet.Check(new CoroutineModel("Run.g.cs", ScopeParser.Parse(declarations[0], model), members, null), [other], method, declarations[0], model, CancellationToken.None).Mistake;
    }
}
