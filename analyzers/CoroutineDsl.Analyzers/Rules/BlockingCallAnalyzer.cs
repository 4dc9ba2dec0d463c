using System.Collections.Immutable;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
                if (blocking.Find(operation) is not { } call)
                {
                    if (!patching.CoversTwins(method) || blocking.NearMiss(operation) is not { } miss) continue;
                    var called = ((IInvocationOperation)operation).TargetMethod;
                    block.ReportDiagnostic(Diagnostic.Create(Descriptor, operation.Syntax.GetLocation(), $"{called.ContainingType.Name}.{called.Name}", $", if it waits: '{miss.Twin.Name}' does not serve, since {miss.Reason}"));
                    continue;
                }

                if (ZeroTimeout.In(operation) || CompletedTasks.IsKnownCompleted(operation, coroutines) || patching.Replaces(call, method)) continue;
                block.ReportDiagnostic(Diagnostic.Create(Descriptor, call.Operation.Syntax.GetLocation(), call.Display, Alternative(call, coroutines)));
            }
        });
    }

    internal static string Alternative(BlockingCall call, CoroutineContext coroutines) => call.Form switch
    {
        CooperativeForm.None => "",
        CooperativeForm.Sequence when call.Cooperative is { } conversion => $": write '{call.Operation.Syntax}.{conversion.Name}()'",
        CooperativeForm.Sequence => ": go through it as the 'IAsyncEnumerable' that it is as well",
        CooperativeForm.Twin when Signatures.AsyncItem(call.Cooperative!.ReturnType) is not null => $": write '{call.Cooperative.Name}(...)'",
        CooperativeForm.Offload when LibraryTwin.Of(call, coroutines) is { } twin => $": write '{twin.ContainingType.Name}.{twin.Name}(...).Await()'",
        CooperativeForm.Offload when call.IsSerial && Receiver(call) is { } owner => $": write 'Hub.Current.Offload({owner}, () => ...).Await()'",
        CooperativeForm.Offload => ": write 'Hub.Current.Offload(() => ...).Await()'",
        _ when WaitedTask(call.Operation, coroutines) is { } task => $": write '{Shown.Await(task.Syntax)}'",
        _ => $": write '{Callee(call, coroutines)}(...).Await()'{Using(call)}",
    };

    /// <summary>The task whose end or result a call waits for: a coroutine awaits it itself.</summary>
    private static IOperation? WaitedTask(IOperation blocking, CoroutineContext coroutines)
    {
        var task = blocking switch
        {
            IPropertyReferenceOperation { Property.Name: "Result" } result => result.Instance,
            IInvocationOperation { TargetMethod: { Name: "Wait", Parameters.Length: 0 } } wait => wait.Instance,
            IInvocationOperation { TargetMethod.Name: "GetResult", Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter" } awaiter } => awaiter.Instance,
            _ => null,
        };
        return task is not null && coroutines.IsTaskLike(task.Type) ? task : null;
    }

    /// <summary>What a person would call: the cooperative twin of the type where there is one, a member of the receiver without its type.</summary>
    private static string Callee(BlockingCall call, CoroutineContext coroutines)
    {
        var method = call.Cooperative!;
        var (type, name) = (call.Member.ContainingType, call.Member.Name);
        if (CoroutineContext.DerivesFrom(type, coroutines.Task) && name is "WaitAll" or "WaitAny") return $"Task.When{name.Substring("Wait".Length)}";
        if (LibraryTwin.Of(call, coroutines) is { } twin) return $"{twin.ContainingType.Name}.{twin.Name}";
        if (method.IsExtensionMethod || !method.IsStatic) return Receiver(call) is { } receiver ? $"{receiver}.{method.Name}" : method.Name;
        return CoroutineContext.Same(method.ContainingType, coroutines.Greenlet) ? method.Name : $"{method.ContainingType.Name}.{method.Name}";
    }

    /// <summary>What the call is made on, as it stands.</summary>
    private static string? Receiver(BlockingCall call) => call.Operation.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => Shown.Code(access.Expression),
        MemberAccessExpressionSyntax access => Shown.Code(access.Expression),
        InvocationExpressionSyntax { Expression: SimpleNameSyntax } => "this",
        _ => null,
    };

    /// <summary>The namespace that has to be imported for the method to be found.</summary>
    private static string Using(BlockingCall call) =>
        call is { Form: CooperativeForm.Patch, Cooperative: { IsExtensionMethod: true } method, Operation: { SemanticModel: { } model, Syntax: var syntax } }
        && model.LookupNamespacesAndTypes(syntax.SpanStart, name: method.ContainingType.Name).IsEmpty
            ? $" (using {method.ContainingNamespace.ToDisplayString()};)"
            : "";
}
