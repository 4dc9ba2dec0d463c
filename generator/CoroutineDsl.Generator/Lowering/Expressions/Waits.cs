using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Expressions;

internal abstract partial class ExpressionLowering
{
    /// <summary><c>x.Await()</c>, its value into a variable, or dropped.</summary>
    protected void EmitWait(SyntaxNode awaiting, AwaitCall call, Variable? result, IReadOnlyList<string>? comments = null)
    {
        CodeText wait;
        var isFused = false;
        if (call.Operand is { } operand)
        {
            Prepare(operand);
            var fused = call.WaitType is null && !TypeNames.IsStoredAsObject(call.Result, Context) ? Renderer.FusedCall(operand) : null;
            isFused = fused is not null;
            wait = fused ?? Render(FactoryCalls.Unparenthesized(operand));
            if (call.IsBoundAtRunTime)
                wait = BoundAtRunTime(wait, isUsed: result is not null);
            else if (TypeNames.IsStoredAsObject(call.Result, Context))
                wait = Boxed(operand, wait);
            else if (call.WaitType is { } type)
                wait = $"({WaitType(type, call, operand)})({wait})";
        }
        else
            wait = Renderer.BindingReceiver(awaiting);
        var discarded = result is null && call.Result is { } dropped && (isFused || !MayDropValue(call.WaitType ?? TypeOf(call.Operand))) ? dropped is IDynamicTypeSymbol ? "object?" : TypeNames.Of(dropped, awaiting, Context) : null;
        EmitWaitFor(wait, result, discarded, awaiting, comments, isLastCall: call.Operand is { } called && IsLastCall(called, call.Result, awaiting));
    }

    /// <summary>Whether such a wait need not make the value that nobody takes.</summary>
    protected bool MayDropValue(ITypeSymbol? wait) => wait is not null && RuntimeTypes.Same(wait.OriginalDefinition, Context.Known.SuspensionOfT);

    protected ITypeSymbol? TypeOf(ExpressionSyntax? expression) => expression is null ? null : Model.GetTypeInfo(expression, Context.Cancel).Type;

    /// <summary>Whether a call of a coroutine with this result is what the coroutine ends with, as far as its statement tells.</summary>
    protected bool IsLastCall(ExpressionSyntax called, ITypeSymbol? result, SyntaxNode whole)
    {
        while (whole.Parent is ParenthesizedExpressionSyntax)
            whole = whole.Parent;
        var isWhole = whole.Parent is YieldStatementSyntax
            || whole.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call } && Context.IsSetResult(call);
        return isWhole && !Context.Type.IsStream && (result is null ? Context.Type.Result is null : RuntimeTypes.Same(result, Context.Type.Result))
            && (FactoryCalls.IsCoroutineCall(called, Context) || FactoryCalls.Unparenthesized(called) is InvocationExpressionSyntax factory && FactoryCalls.Named(factory, Context) is not null);
    }

    /// <summary><c>yield return Call(Other(x))</c>, <c>yield return OtherCoroutine(x)</c> of a coroutine without a result.</summary>
    protected bool IsLastCall(ExpressionSyntax yielded)
    {
        if (FactoryCalls.Unparenthesized(yielded) is not InvocationExpressionSyntax call)
            return false;
        if (FactoryCalls.Named(call, Context) is { } factory)
            return factory.Result is null && IsLastCall(yielded, null, yielded);
        return Model.GetSymbolInfo(call, Context.Cancel).Symbol is IMethodSymbol { Name: "Call", TypeParameters.Length: 0 } method && RuntimeTypes.Same(method.ContainingType, Context.Known.Coroutine)
            && FactoryCalls.Unparenthesized(call.ArgumentList.Arguments[0].Expression) is InvocationExpressionSyntax inner
            && FactoryCalls.Target(inner, Context) is { } coroutine && CoroutineType.Of(coroutine.ReturnType)!.Value.Result is null && IsLastCall(inner, null, yielded);
    }

    /// <summary>A value without a nameable type is received as an object.</summary>
    protected CodeText Boxed(ExpressionSyntax operand, CodeText wait)
    {
        if (!FactoryCalls.IsCoroutineCall(operand, Context) && Model.GetTypeInfo(operand, Context.Cancel).Type is not { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" })
            Context.Refuse(operand, "a wait for a value of an anonymous type", "use a tuple or a record");
        return $"global::CoroutineDsl.Runtime.Patterns.Boxed({wait})";
    }

    /// <summary>What a dynamic value is, and how it is waited for, is asked of C#'s own binder.</summary>
    protected static CodeText BoundAtRunTime(CodeText wait, bool isUsed) => $"global::CoroutineDsl.Runtime.Patterns.Dynamic((object?)({wait}), static iterator => global::CoroutineDsl.Coroutine.FromIterator((dynamic)iterator), static async awaitable => {(isUsed ? "await (dynamic)awaitable!" : "{ await (dynamic)awaitable!; return null; }")})";

    /// <summary>A dynamic result is received as the object it is, and so is what makes it.</summary>
    protected string WaitType(ITypeSymbol type, AwaitCall call, SyntaxNode place)
    {
        if (call.Result is { TypeKind: TypeKind.Dynamic })
            type = WithObject(type);
        return TypeNames.Of(type, place, Context);
    }

    /// <summary><c>IEnumerator&lt;Yield&lt;dynamic>>   ->   IEnumerator&lt;Yield&lt;object>></c></summary>
    protected ITypeSymbol WithObject(ITypeSymbol type) => type switch
    {
        IDynamicTypeSymbol => Model.Compilation.ObjectType,
        INamedTypeSymbol { TypeArguments: [var argument] } generic => generic.OriginalDefinition.Construct(WithObject(argument)),
        _ => type,
    };

    /// <summary>Whether a value of the one type can be received in a variable of the other: by reference, where a dynamic would be bound at run time.</summary>
    protected static bool IsSameType(ITypeSymbol a, ITypeSymbol? b) => TypeIdentity.Same(a, b) && !TypeIdentity.ContainsDynamic(a) && !TypeIdentity.ContainsDynamic(b!);
}
