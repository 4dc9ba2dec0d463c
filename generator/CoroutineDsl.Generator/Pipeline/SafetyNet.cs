using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Pipeline;

/// <summary>
/// A mistake of the lowering must not break a build: where what was generated for an unusual body does not bind, the user is told on the line that it came from, and the method runs un-lowered.
/// </summary>
internal static class SafetyNet
{
    /// <summary>What is said about it, as of any other refusal.</summary>
    public const string Construct = "something that the lowering gets wrong";

    private const string Advice = "write it another way; this is a bug of CoroutineDsl, and a report would be welcome";

    /// <summary>Null where the generated file binds; otherwise the first place in the user's code where it does not.</summary>
    public static Refusal? Check(CoroutineModel generated, IEnumerable<IMethodSymbol> called, IMethodSymbol method, MethodDeclarationSyntax declaration, SemanticModel model, CancellationToken cancel)
    {
        var options = (CSharpParseOptions)declaration.SyntaxTree.Options;
        var tree = CSharpSyntaxTree.ParseText(CoroutineFile.Text(generated), options, cancellationToken: cancel);
        // no generator sees generated code: the factories that the body calls are declared for it
        var stubs = called.Where(other => !SymbolEqualityComparer.Default.Equals(Eligibility.Implementation(other), method) && !FactoryDeclarations.Has(other, model.Compilation)).Select(other => FactoryDeclarations.Of(other, cancel)).OfType<SyntaxTree>();
        var compilation = FactoryDeclarations.Without(method, model.Compilation).AddSyntaxTrees([tree, .. stubs]);
        var error = compilation.GetSemanticModel(tree).GetDiagnostics(cancellationToken: cancel).FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error);
        if (error is null || model.GetDiagnostics(declaration.Span, cancel).Any(d => d.Severity == DiagnosticSeverity.Error))
            return null; // what the user's own code gets wrong is said by the compiler
        return new Refusal($"{Construct} ({error.Id}: {error.GetMessage(System.Globalization.CultureInfo.InvariantCulture)})", Advice, LocationInfo.Of(Origin(error, declaration)));
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
