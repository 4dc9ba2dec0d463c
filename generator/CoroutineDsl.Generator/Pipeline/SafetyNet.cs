using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Pipeline;

/// <summary>
/// A mistake of the lowering must not break a build: where what was generated for an unusual body does not bind, the user is told on the line that it came from, and the method runs un-lowered.
/// A mistake of the user's is told by the compiler, once: a body that is wrong in C# already is not generated again, where the same would be said in other words and at columns that nobody wrote.
/// </summary>
internal static class SafetyNet
{
    /// <summary>What is said about it, as of any other refusal.</summary>
    public const string Construct = "something that the lowering gets wrong";

    private const string Advice = "write it another way; this is a bug of CoroutineDsl, and a report would be welcome";

    // what another generator may give the user's code; no generator sees it
    private static readonly HashSet<string> Unknown = ["CS0103", "CS0117", "CS0122", "CS0234", "CS0246", "CS0305", "CS0400", "CS0426", "CS1061", "CS1501", "CS1503", "CS1729", "CS1929", "CS7036"];

    /// <summary>Nothing where the generated file binds; otherwise the first place in the user's code where it does not, or that the user's code is wrong by itself.</summary>
    public static (Refusal? Mistake, bool IsBroken) Check(CoroutineModel generated, IEnumerable<IMethodSymbol> called, IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancel)
    {
        var options = (CSharpParseOptions)declaration.SyntaxTree.Options;
        var tree = CSharpSyntaxTree.ParseText(CoroutineFile.Text(generated), options, cancellationToken: cancel);
        // no generator sees generated code: the factories that the body calls are declared for it
        var stubs = called.Where(other => !SymbolEqualityComparer.Default.Equals(Eligibility.Implementation(other), method) && !FactoryDeclarations.Has(other, model.Compilation)).Select(other => FactoryDeclarations.Of(other, cancel)).OfType<SyntaxTree>();
        var compilation = FactoryDeclarations.Without(method, model.Compilation).AddSyntaxTrees([tree, .. stubs]);
        var error = compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: cancel).FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        if (error is null)
            return default;
        var own = model.GetDiagnostics(declaration.Span, cancel).Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        if (own.Count > 0)
            return (null, own.Exists(d => !Unknown.Contains(d.Id)));
        return (new Refusal($"{Construct} ({error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)})", Advice, LocationInfo.Of(Origin(error, declaration))), false);
    }

    /// <summary>The statement on the line that the generated line maps to.</summary>
    private static SyntaxNodeOrToken Origin(Diagnostic error, MethodDeclarationSyntax declaration)
    {
        var line = error.Location.GetMappedLineSpan();
        if (line.Path != declaration.SyntaxTree.FilePath)
            return declaration.Identifier;
        var text = declaration.SyntaxTree.GetText();
        return line.StartLinePosition.Line < text.Lines.Count
            && declaration.Body?.DescendantNodes().OfType<StatementSyntax>().FirstOrDefault(s => s.GetLocation().GetLineSpan().StartLinePosition.Line == line.StartLinePosition.Line && s is not BlockSyntax) is { } statement
            ? statement : declaration.Identifier;
    }
}
