using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Machine;
using CoroutineDsl.Generator.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

internal sealed partial class BodyLowering
{
    /// <summary><c>x.Await()</c>, its value into a variable, or dropped.</summary>
    private void EmitWait(SyntaxNode awaiting, AwaitCall call, Variable? result, IReadOnlyList<string>? comments = null)
    {
        string wait;
        if (call.Operand is { } operand)
        {
            Prepare(operand);
            wait = Render(FactoryCalls.Unparenthesized(operand));
            if (TypeNames.IsStoredAsObject(call.Result, _context))
                wait = Boxed(operand, wait);
            else if (call.WaitType is { } type)
                wait = $"({WaitType(type, call, operand)})({wait})";
        }
        else
            wait = _renderer.BindingReceiver(awaiting);
        var discarded = result is null && call.Result is { } dropped ? TypeNames.Of(dropped, awaiting, _context) : null;
        EmitSuspend(wait, result, discarded, awaiting, comments);
    }

    /// <summary>A value without a nameable type is received as an object.</summary>
    private string Boxed(ExpressionSyntax operand, string wait)
    {
        if (Model.GetTypeInfo(operand, _context.Cancel).Type is not { Name: "Task" or "ValueTask", ContainingNamespace.Name: "Tasks" })
            _context.Refuse(operand, "a wait for a value of an anonymous type", "use a tuple or a record");
        return $"global::CoroutineDsl.Runtime.Patterns.Boxed({wait})";
    }

    /// <summary>A dynamic result is received as the object it is, and so is what makes it.</summary>
    private string WaitType(ITypeSymbol type, AwaitCall call, SyntaxNode place)
    {
        if (call.Result is { TypeKind: TypeKind.Dynamic } && type is INamedTypeSymbol { TypeArguments.Length: 1 } generic)
            type = generic.OriginalDefinition.Construct(Model.Compilation.ObjectType);
        return TypeNames.Of(type, place, _context);
    }

    private void EmitSuspend(string wait, Variable? result, string? discarded, SyntaxNode place, IReadOnlyList<string>? comments = null, Variable? ended = null) =>
        _output.Add(new Suspend(++_states, Make(wait, place.FirstAncestorOrSelf<StatementSyntax>() is { } statement && statement.DescendantTokens().Any() && IsSimple(statement) ? statement : place, comments: comments), result, discarded, place) { Ended = ended });

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
            Emit($"{Result} = {Render(value)};", statement, comments: Comments(statement));
            EmitReturn();
            return;
        }
        var text = Render(value);
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
                var result = ((INamedTypeSymbol)Model.GetTypeInfo(value, _context.Cancel).Type!).TypeArguments[0];
                EmitSuspend(text, null, TypeNames.Of(result, value, _context), statement, Comments(statement));
                break;
            case YieldedValue.Kind.Unknown:
                _context.Refuse(value, "a value whose type is not known before generated code exists", "call the coroutine method instead of its factory");
                break;
            case YieldedValue.Kind.Converted:
                EmitSuspend($"(global::CoroutineDsl.Yield)({text})", null, null, statement, Comments(statement));
                break;
            default:
                EmitSuspend(text, null, null, statement, Comments(statement));
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

    private string Result => _context.IsStatic ? "Result" : _context.Frame + ".Result";
}
