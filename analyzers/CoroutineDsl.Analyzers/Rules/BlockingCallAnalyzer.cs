using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO004: a call that blocks the thread, and with it every greenlet of the hub.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO004";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "A blocking call in a coroutine",
        "'{0}' blocks every greenlet of the hub{1}",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        var patching = PatchScope.Of(start.Compilation);
        RegisterBodies(start, coroutines, (block, method, body) =>
        {
            var blocking = BlockingCalls.Of(start.Compilation);
            foreach (var operation in body.InFunction())
            {
                if (blocking.Find(operation) is not { } call || ZeroTimeout.In(operation) || CompletedTasks.IsKnownCompleted(operation, coroutines)) continue;
                if (patching.Covers(call, method) && CooperativeCall.Of(call, operation.SemanticModel!, isQualified: true) is not null) continue;
                block.ReportDiagnostic(Diagnostic.Create(Descriptor, operation.Syntax.GetLocation(), Name(call), Alternative(call)));
            }
        });
    }

    private static string Name(BlockingCall call) => call.Member is IMethodSymbol { MethodKind: MethodKind.Constructor }
        ? $"new {call.Member.ContainingType.Name}"
        : $"{call.Member.ContainingType.Name}.{call.Member.Name}";

    private static string Alternative(BlockingCall call) => call.Form switch
    {
        CooperativeForm.None => "",
        CooperativeForm.Offload => ": write 'Hub.Current.Offload(() => ...).Await()'",
        _ => $": write '{call.Cooperative!.Name}(...).Await()'",
    };
}
