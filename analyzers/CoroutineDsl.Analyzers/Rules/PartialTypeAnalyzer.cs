using System.Collections.Immutable;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO001: the generator adds to the types around a coroutine, so they must be partial.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class PartialTypeAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO001";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A type that contains a coroutine must be partial",
        "'{0}' must be partial: its coroutine '{1}' is lowered into it, and runs un-lowered until then",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines) =>
        start.RegisterSymbolAction(context => Analyze(context, coroutines), SymbolKind.NamedType);

    private static void Analyze(SymbolAnalysisContext context, CoroutineContext coroutines)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.IsExtension || type.DeclaringSyntaxReferences.Length != 1 || FirstCoroutine(type, coroutines, context.CancellationToken) is not { } coroutine) return;
        if (type.DeclaringSyntaxReferences[0].GetSyntax(context.CancellationToken) is TypeDeclarationSyntax declaration
            && !declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, declaration.Identifier.GetLocation(), type.Name, coroutine.Name));
    }

    private static IMethodSymbol? FirstCoroutine(INamedTypeSymbol type, CoroutineContext coroutines, CancellationToken cancel) =>
        type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(method => coroutines.IsCoroutine(method) && CanBeLowered(method, cancel))
        ?? type.GetTypeMembers().Select(nested => FirstCoroutine(nested, coroutines, cancel)).FirstOrDefault(found => found is not null);

    /// <summary>Whether nothing but the type stands in the way: of the rest CORO002 tells.</summary>
    private static bool CanBeLowered(IMethodSymbol method, CancellationToken cancel)
    {
        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
            if (type.IsFileLocal) return false;
        return Eligibility.Check(method, cancel) is Ineligibility.None or Ineligibility.TypeNotPartial;
    }
}
