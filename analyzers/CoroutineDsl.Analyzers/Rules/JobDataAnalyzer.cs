using System.Collections.Immutable;
using CoroutineDsl.Generator.Jobs;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO021: a parameter or the result of a job that cannot be serialised.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JobDataAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO021";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "What a job takes or gives cannot be serialised",
        "'{0}' of the job '{1}' is a {2}, which cannot be sent to another process: {3}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        if (AssemblyModel.CustomSerializerOf(start.Compilation.Assembly) is not null) return; // it knows what it can write
        start.RegisterSymbolAction(
            symbol =>
            {
                var method = (IMethodSymbol)symbol.Symbol;
                if (JobRules.AttributeOf(method) is null || JobRules.Check(method, symbol.CancellationToken) != JobFault.None) return;
                foreach (var parameter in method.Parameters)
                    if (!JobRules.IsHandle(parameter.Type)) Report(symbol, method, parameter.Type, parameter.Name, parameter.Locations[0]);
                if (CoroutineType.Of(method.ReturnType)?.Result is { } result) Report(symbol, method, result, "the result", method.Locations[0]);
            },
            SymbolKind.Method);
    }

    private static void Report(SymbolAnalysisContext symbol, IMethodSymbol method, ITypeSymbol type, string what, Location location)
    {
        if (JobData.WhyNot(type) is { } why) symbol.ReportDiagnostic(Diagnostic.Create(Descriptor, location, what, method.Name, why.Type.ToDisplayString(), why.Reason));
    }
}
