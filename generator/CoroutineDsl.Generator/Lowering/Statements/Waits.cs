using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

internal sealed partial class BodyLowering
{
    /// <summary><c>x.Await()</c>, its value into a variable, or dropped.</summary>
    private void EmitWait(SyntaxNode awaiting, AwaitCall call, Variable? result, IReadOnlyList<string>? comments = null)
    {
        string wait;
        var isFused = false;
        if (call.Operand is { } operand)
        {
            Prepare(operand);
            var fused = call.WaitType is null && !TypeNames.IsStoredAsObject(call.Result, _context) ? _renderer.FusedCall(operand) : null;
            isFused = fused is not null;
            wait = fused ?? Render(FactoryCalls.Unparenthesized(operand));
            if (call.IsBoundAtRunTime)
                wait = BoundAtRunTime(wait, isUsed: result is not null);
            else if (TypeNames.IsStoredAsObject(call.Result, _context))
                wait = Boxed(operand, wait);
            else if (call.WaitType is { } type)
                wait = $"({WaitType(type, call, operand)})({wait})";
        }
        else
            wait = _renderer.BindingReceiver(awaiting);
        var discarded = result is null && call.Result is { } dropped && (isFused || !MayDropValue(call.WaitType ?? TypeOf(call.Operand))) ? dropped is IDynamicTypeSymbol ? "object?" : TypeNames.Of(dropped, awaiting, _context) : null;
        EmitSuspend(wait, result, discarded, awaiting, comments, isLastCall: call.Operand is { } called && IsLastCall(called, call.Result, awaiting));
    }

    /// <summary>Whether such a wait need not make the value that nobody takes.</summary>
    private bool MayDropValue(ITypeSymbol? wait) => wait is not null && RuntimeTypes.Same(wait.OriginalDefinition, _context.Known.SuspensionOfT);

    private ITypeSymbol? TypeOf(ExpressionSyntax? expression) => expression is null ? null : Model.GetTypeInfo(expression, _context.Cancel).Type;

    /// <summary>Whether a call of a coroutine with this result is what the coroutine ends with, as far as its statement tells.</summary>
    private bool IsLastCall(ExpressionSyntax called, ITypeSymbol? result, SyntaxNode whole)
    {
        while (whole.Parent is ParenthesizedExpressionSyntax)
            whole = whole.Parent;
        var isWhole = whole.Parent is YieldStatementSyntax
            || whole.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call } && _context.IsSetResult(call);
        return isWhole && (result is null ? _context.Type.Result is null : RuntimeTypes.Same(result, _context.Type.Result))
            && (FactoryCalls.IsCoroutineCall(called, _context) || FactoryCalls.Unparenthesized(called) is InvocationExpressionSyntax factory && FactoryCalls.Unbound(factory, _context) is not null);
    }

    /// <summary><c>yield return Call(Other(x))</c>, <c>yield return OtherCoroutine(x)</c> of a coroutine without a result.</summary>
    private bool IsLastCall(ExpressionSyntax yielded)
    {
        if (FactoryCalls.Unparenthesized(yielded) is not InvocationExpressionSyntax call)
            return false;
        if (FactoryCalls.Unbound(call, _context) is { } factory)
            return CoroutineType.Of(factory.ReturnType)!.Value.Result is null && IsLastCall(yielded, null, yielded);
        return Model.GetSymbolInfo(call, _context.Cancel).Symbol is IMethodSymbol { Name: "Call", TypeParameters.Length: 0 } method && RuntimeTypes.Same(method.ContainingType, _context.Known.Coroutine)
            && FactoryCalls.Unparenthesized(call.ArgumentList.Arguments[0].Expression) is InvocationExpressionSyntax inner
            && FactoryCalls.Target(inner, _context) is { } coroutine && CoroutineType.Of(coroutine.ReturnType)!.Value.Result is null && IsLastCall(inner, null, yielded);
    }

    /// <summary>A value without a nameable type is received as an object.</summary>
    private string Boxed(ExpressionSyntax operand, string wait)
    {
        if (!FactoryCalls.IsCoroutineCall(operand, _context) && Model.GetTypeInfo(operand, _context.Cancel).Type is not { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" })
            _context.Refuse(operand, "a wait for a value of an anonymous type", "use a tuple or a record");
        return $"global::CoroutineDsl.Runtime.Patterns.Boxed({wait})";
    }

    /// <summary>What a dynamic value is, and how it is waited for, is asked of C#'s own binder.</summary>
    private static string BoundAtRunTime(string wait, bool isUsed) => $"global::CoroutineDsl.Runtime.Patterns.Dynamic((object?)({wait}), static iterator => global::CoroutineDsl.Coroutine.FromIterator((dynamic)iterator), "
        + $"static async awaitable => {(isUsed ? "await (dynamic)awaitable!" : "{ await (dynamic)awaitable!; return null; }")})";

    /// <summary>A dynamic result is received as the object it is, and so is what makes it.</summary>
    private string WaitType(ITypeSymbol type, AwaitCall call, SyntaxNode place)
    {
        if (call.Result is { TypeKind: TypeKind.Dynamic })
            type = WithObject(type);
        return TypeNames.Of(type, place, _context);
    }

    /// <summary><c>IEnumerator&lt;Yield&lt;dynamic>>   ->   IEnumerator&lt;Yield&lt;object>></c></summary>
    private ITypeSymbol WithObject(ITypeSymbol type) => type switch
    {
        IDynamicTypeSymbol => Model.Compilation.ObjectType,
        INamedTypeSymbol { TypeArguments: [var argument] } generic => generic.OriginalDefinition.Construct(WithObject(argument)),
        _ => type,
    };

    private void EmitSuspend(string wait, Variable? result, string? discarded, SyntaxNode place, IReadOnlyList<string>? comments = null, Variable? ended = null, bool isLastCall = false) =>
        _output.Add(new Suspend(++_states, Make(wait, place.FirstAncestorOrSelf<StatementSyntax>() is { } statement && statement.DescendantTokens().Any() && IsSimple(statement) ? statement : place, comments: comments), result, discarded, place) { Ended = ended, IsLastCall = isLastCall });

    private static bool IsSimple(StatementSyntax statement) => statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax or YieldStatementSyntax or ThrowStatementSyntax;

    /// <summary>
    /// <code>
    /// yield return wait;    ->   [wait]
    /// yield return value;   ->   Result = value; return true;
    /// yield break;          ->   return true;
    /// </code>
    /// </summary>
    private void LowerYield(YieldStatementSyntax statement)
    {
        if (statement.Expression is not { } value)
        {
            EmitReturn(statement);
            return;
        }
        Prepare(value);
        var kind = YieldedValue.Classify(value, _context);
        if (kind == YieldedValue.Kind.Result)
        {
            Emit($"{_context.ResultText} = {Render(value)};", statement, comments: Comments(statement));
            EmitReturn();
            return;
        }
        var fused = kind is YieldedValue.Kind.Wait or YieldedValue.Kind.WaitForValue ? _renderer.FusedCall(value) : null;
        var text = fused ?? Render(value);
        switch (kind)
        {
            case YieldedValue.Kind.Open:
                var ended = _context.Variables.Temporary("ended", "bool");
                EmitSuspend(text, null, null, statement, Comments(statement), ended);
                var next = NewLabel("Next");
                Emit($"if (!{Read(ended)}) goto {next};", targets: [next]);
                EmitReturn();
                EmitLabel(next);
                break;
            case YieldedValue.Kind.WaitForValue:
                var type = (INamedTypeSymbol)TypeOf(value)!;
                EmitSuspend(text, null, fused is null && MayDropValue(type) ? null : TypeNames.Of(type.TypeArguments[0], value, _context), statement, Comments(statement));
                break;
            case YieldedValue.Kind.Unknown:
                _context.Refuse(value, "a value whose type is not known before generated code exists", "call the coroutine method instead of its factory");
                break;
            case YieldedValue.Kind.Converted:
                EmitSuspend($"(global::CoroutineDsl.Yield)({text})", null, null, statement, Comments(statement));
                break;
            default:
                EmitSuspend(text, null, null, statement, Comments(statement), isLastCall: IsLastCall(value));
                break;
        }
    }

    /// <summary>The end of the coroutine, through the finally blocks around.</summary>
    private void EmitReturn(SyntaxNode? source = null)
    {
        var (text, target) = _jumps.To(null, 0, Write);
        Emit(text, source, fallsThrough: false, targets: target is null ? null : [target]);
    }

    /// <summary><c>SetResult(value);   ->   Result = value;</c></summary>
    private void LowerSetResult(InvocationExpressionSyntax call)
    {
        var value = call.ArgumentList.Arguments[0].Expression;
        Prepare(value);
        var statement = (StatementSyntax)call.Parent!;
        Emit(_renderer.ResultAssignment(call), statement, comments: Comments(statement));
    }
}
