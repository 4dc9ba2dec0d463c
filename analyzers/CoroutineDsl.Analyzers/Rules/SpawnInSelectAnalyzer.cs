using System.Collections.Immutable;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO024: a lazy sequence whose elements are spawned greenlets, kept in a variable: each enumeration spawns them anew.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SpawnInSelectAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO024";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A sequence spawns its greenlets anew each time it is enumerated",
        "'{0}' spawns its greenlets each time it is enumerated: write 'SpawnAll', which spawns them once",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines) =>
        start.RegisterOperationAction(
            context =>
            {
                var declared = (IVariableDeclaratorOperation)context.Operation;
                if (declared.GetVariableInitializer()?.Value is not { } value || SelectOfSpawns(value, coroutines) is not { } select || !IsReadTwice(declared, context.Operation)) return;
                context.ReportDiagnostic(Diagnostic.Create(Descriptor, select.Syntax.GetLocation(), declared.Symbol.Name));
            },
            OperationKind.VariableDeclarator);

    private static IInvocationOperation? SelectOfSpawns(IOperation value, CoroutineContext coroutines)
    {
        value = value.WithoutImplicitConversions();
        if (value is not IInvocationOperation { TargetMethod: { Name: "Select", ContainingType.Name: "Enumerable" } } select || select.Arguments.Length != 2) return null;
        var function = select.Arguments[1].Value;
        if (function is IDelegateCreationOperation creation) function = creation.Target;
        return function is IAnonymousFunctionOperation { Body.Operations: [.., IReturnOperation { ReturnedValue: { } returned }] } && IsSpawn(returned, coroutines) ? select : null;
    }

    private static bool IsSpawn(IOperation value, CoroutineContext coroutines)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        return value is IInvocationOperation { TargetMethod: { Name: "Spawn" } spawn } && CoroutineContext.DerivesFrom(spawn.ReturnType, coroutines.Greenlet);
    }

    /// <summary>Mentioned twice, or in a loop that the declaration is not in.</summary>
    private static bool IsReadTwice(IVariableDeclaratorOperation declared, IOperation within)
    {
        while (within.Parent is not null) within = within.Parent;
        var reads = within.Descendants().OfType<ILocalReferenceOperation>().Where(read => SymbolEqualityComparer.Default.Equals(read.Local, declared.Symbol)).ToList();
        return reads.Count > 1 || reads.Count == 1 && Loops(reads[0]) > Loops(declared);
    }

    private static int Loops(IOperation operation)
    {
        var count = 0;
        for (var (inner, outer) = (operation, operation.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
            if (outer is ILoopOperation loop && !(loop is IForEachLoopOperation each && each.Collection == inner) || outer is IAnonymousFunctionOperation)
                count++;
        return count;
    }
}
