using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>How a coroutine that was called like a method is started.</summary>
internal enum Start
{
    /// <summary>What stands behind the call was done after it: that stays so.</summary>
    Wait,

    /// <summary>It ran beside its caller: a handler of an accept loop, or of an event.</summary>
    Spawn,
}

/// <summary>
/// Which start keeps the meaning of a call. A call was synchronous, so it is waited for; but a loop that accepts must not wait for what it has accepted, and an event waits for nobody.
/// </summary>
internal static class BestStart
{
    internal static Start Of(IOperation call, CoroutineContext coroutines) => coroutines.IsColdCoroutine(call.Type) ? OfCall(call) : Start.Wait;

    /// <summary>The same of a call that is no coroutine's yet.</summary>
    internal static Start OfCall(IOperation call) => IsHandlerOfAcceptLoop(call) || IsEventHandler(call) ? Start.Spawn : Start.Wait;

    /// <summary>The loop around the call, in its function, accepts a connection, a request or a message before it, and the call is given that.</summary>
    private static bool IsHandlerOfAcceptLoop(IOperation call)
    {
        for (IOperation inner = call, outer = call.Parent!; outer is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); inner = outer, outer = outer.Parent!)
        {
            if (outer is not ILoopOperation loop || inner != loop.Body) continue;
            return loop.Body.Descendants().Any(o => o.Syntax.SpanStart <= call.Syntax.SpanStart && o is IInvocationOperation accept && Accepts(accept) && IsPassedTo(call, accept, loop));
        }
        return false;
    }

    private static bool Accepts(IInvocationOperation call) =>
        call.TargetMethod.Name is var name
        && (name.StartsWith("Accept", StringComparison.Ordinal) || name.StartsWith("CoAccept", StringComparison.Ordinal) || name.Contains("GetContext") || name.Contains("WaitForConnection"));

    /// <summary>What was accepted stands in the call itself, or a variable that came of it does.</summary>
    private static bool IsPassedTo(IOperation call, IInvocationOperation accept, ILoopOperation loop)
    {
        if (call.Descendants().Contains(accept)) return true;
        var carriers = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in loop.Body.Descendants())
        {
            var (target, value) = operation switch
            {
                IVariableDeclaratorOperation declarator => (declarator.Symbol, declarator.GetVariableInitializer()?.Value),
                ISimpleAssignmentOperation assignment => (assignment.Target.NamedSymbol(), assignment.Value),
                _ => (null, null),
            };
            if (target is not null && value is not null && value.DescendantsAndSelf().Any(o => o == accept || o.NamedSymbol() is { } used && carriers.Contains(used))) carriers.Add(target);
        }
        // 'server.WaitForConnection(); Serve(server);' accepts into its receiver
        if (accept.Receiver().NamedSymbol() is { } receiver && accept.Type?.SpecialType == SpecialType.System_Void) carriers.Add(receiver);
        return call.Descendants().Any(o => o.NamedSymbol() is { } used && carriers.Contains(used));
    }

    private static bool IsEventHandler(IOperation call)
    {
        for (var outer = call.Parent; outer is not null; outer = outer.Parent)
        {
            if (outer is not IAnonymousFunctionOperation lambda) continue;
            return lambda.Symbol.ReturnsVoid && lambda.Syntax.Parent is AssignmentExpressionSyntax { OperatorToken.RawKind: (int)SyntaxKind.PlusEqualsToken };
        }
        return false;
    }
}
