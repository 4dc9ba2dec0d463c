using System.Collections.Immutable;
using CoroutineDsl.Generator.Jobs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO020: a method marked <c>[Job]</c> of which no job can be made.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class JobMethodAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO020";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "Not a job",
        "'{0}' cannot be a job: {1}",
        Rule.Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines) => start.RegisterSymbolAction(
        symbol =>
        {
            var method = (IMethodSymbol)symbol.Symbol;
            if (JobRules.AttributeOf(method) is null || Why(JobRules.Check(method, symbol.CancellationToken), method) is not { } why) return;
            symbol.ReportDiagnostic(Diagnostic.Create(Descriptor, method.Locations[0], method.Name, why));
        },
        SymbolKind.Method);

    private static string? Why(JobFault fault, IMethodSymbol method) => fault switch
    {
        JobFault.NotACoroutine => "it is not a [Coroutine] method that the generator gives a factory",
        JobFault.NotStatic => "it is not static, and the object that it belongs to is not in the other process; pass what it needs as parameters",
        JobFault.Generic => "it or a type around it is generic, and its name cannot say for which types; write a method for each",
        JobFault.Hidden => "a type around it is private or protected; make it internal",
        JobFault.FactoryNameTaken => $"its type has a member '{method.Name}{JobRules.FactorySuffix}' already",
        JobFault.NameTaken => "another job of its type has the same name; give one another: [Job(Name = \"..\")]",
        JobFault.UnknownKey => $"its unique key names '{JobKey.UnknownName(method)}', which is none of its parameters",
        _ => null,
    };
}
