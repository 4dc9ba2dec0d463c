using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace CoroutineDsl.Analyzers;

/// <summary>What all rules share: concurrent, silent over generated code, and nothing at all where the runtime is not referenced.</summary>
public abstract class CoroutineAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            if (CoroutineContext.Of(start.Compilation) is { } coroutines) Register(start, coroutines);
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines);

    /// <summary>Calls <paramref name="analyze"/> for the body of each <c>[Coroutine]</c> method.</summary>
    private protected static void RegisterBodies(
        CompilationStartAnalysisContext start, CoroutineContext coroutines, Action<OperationBlockAnalysisContext, IMethodSymbol, IOperation> analyze) =>
        start.RegisterOperationBlockAction(block =>
        {
            if (block.OwningSymbol is not IMethodSymbol method || !coroutines.IsCoroutine(method)) return;
            foreach (var body in block.OperationBlocks)
                if (body.Kind == OperationKind.Block) analyze(block, method, body);
        });
}
