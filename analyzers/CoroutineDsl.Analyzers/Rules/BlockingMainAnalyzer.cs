using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO026: the main program spawns greenlets and then blocks, as a threaded one does to keep its process alive. Nobody runs its hub meanwhile.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingMainAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO026";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "The main program blocks, and its greenlets do not run",
        "'{0}' blocks the main program, so that '{1}' does not run meanwhile: a hub runs while its thread waits for it{2}",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines) => start.RegisterOperationBlockAction(block =>
    {
        if (!MainProgram.Is(block.OwningSymbol) || coroutines.IsCoroutine((IMethodSymbol)block.OwningSymbol)) return;
        foreach (var body in block.OperationBlocks) Analyze(block, body, coroutines);
    });

    private static void Analyze(OperationBlockAnalysisContext block, IOperation body, CoroutineContext coroutines)
    {
        var calls = body.InFunction().OfType<IInvocationOperation>().ToArray();
        var spawns = calls.Where(call => MainProgram.IsSpawn(call, coroutines)).ToArray();
        if (spawns.Length == 0) return;
        var runs = calls.Where(call => MainProgram.RunsHub(call, coroutines)).ToArray();
        var blocks = BlockingCalls.Of(block.Compilation);
        foreach (var operation in body.InFunction())
        {
            if (MainProgram.Blocking(operation, blocks) is not { } call || CompletedTasks.IsKnownCompleted(call.Operation, coroutines)) continue;
            if (spawns.LastOrDefault(spawn => MainProgram.IsAfter(operation, spawn) && !runs.Any(run => IsBetween(run, spawn, operation))) is { } idle)
                block.ReportDiagnostic(Diagnostic.Create(Descriptor, operation.Syntax.GetLocation(), call.Display, Shown.Code(idle.Syntax), BlockingCallAnalyzer.Alternative(call, coroutines)));
        }
    }

    /// <summary>Whether the hub has run since the spawn: what it spawned may have ended.</summary>
    private static bool IsBetween(IInvocationOperation run, IInvocationOperation spawn, IOperation blocking) => MainProgram.Loop(blocking, spawn) is { } loop
        ? loop.Syntax.Span.Contains(run.Syntax.Span)
        : run.Syntax.Span.End > spawn.Syntax.SpanStart && run.Syntax.SpanStart < blocking.Syntax.SpanStart;
}
