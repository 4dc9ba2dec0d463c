using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Statements;

internal sealed partial class BodyLowering
{
    /// <summary>
    /// <code>
    /// yield return wait;    ->   [wait]
    /// yield return value;   ->   Result = value; return true;
    /// yield break;          ->   return true;
    /// </code>
    /// In a stream:
    /// <code>
    /// yield return value;   ->   Value = value; Result = true; State = 1; return true;
    ///                            Resume1: if (!IsLeaving) goto Next1; return true; Next1:
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
        if (Context.Type.IsStream)
        {
            EmitItem(Render(value), statement, Comments(statement));
            var resumed = NewLabel("Next");
            EmitBranch($"!{Context.Member("IsLeaving")}", resumed);
            EmitReturn();
            EmitLabel(resumed);
            return;
        }
        var kind = YieldedValue.Classify(value, Context);
        if (kind == YieldedValue.Kind.Result)
        {
            Emit(new SetResult(Make(Render(value), statement, comments: Comments(statement))));
            EmitEnds(statement);
            EmitReturn();
            return;
        }
        var fused = kind is YieldedValue.Kind.Wait or YieldedValue.Kind.WaitForValue ? Renderer.FusedCall(value) : null;
        var text = fused ?? Render(value);
        switch (kind)
        {
            case YieldedValue.Kind.Open or YieldedValue.Kind.OpenAfterConversion:
                if (kind == YieldedValue.Kind.OpenAfterConversion)
                    text = $"(global::CoroutineDsl.Yield<{TypeText.Of(Context.Type.Result!)}>)({text})";
                var ended = Context.Variables.Temporary("ended", "bool");
                EmitWaitFor(text, null, null, statement, Comments(statement), ended);
                var next = NewLabel("Next");
                EmitBranch($"!{Read(ended)}", next);
                EmitReturn();
                EmitLabel(next);
                break;
            case YieldedValue.Kind.WaitForValue:
                var type = (INamedTypeSymbol)TypeOf(value)!;
                EmitWaitFor(text, null, fused is null && MayDropValue(type) ? null : TypeNames.Of(type.TypeArguments[0], value, Context), statement, Comments(statement));
                break;
            case YieldedValue.Kind.Unknown:
                Context.Refuse(value, "a value whose type is not known before generated code exists", "call the coroutine method instead of its factory");
                break;
            case YieldedValue.Kind.Converted:
                EmitWaitFor($"(global::CoroutineDsl.Yield)({text})", null, null, statement, Comments(statement));
                break;
            default:
                EmitWaitFor(text, null, null, statement, Comments(statement), isLastCall: IsLastCall(value));
                break;
        }
    }

    /// <summary>For C# a result is no end: it goes on to the end of the block, and of the try around it.</summary>
    private void EmitEnds(StatementSyntax last)
    {
        while (last.Parent is BlockSyntax block && block != Context.Body && block.Statements.Last() == last)
        {
            EmitStop(block.CloseBraceToken);
            if (block.FirstAncestorOrSelf<StatementSyntax>(outer => outer != block) is not { } around || around is not (TryStatementSyntax or BlockSyntax))
                return;
            last = around;
        }
    }

    /// <summary>The end of the coroutine, through the finally blocks around.</summary>
    private void EmitReturn(SyntaxNode? source = null) => EmitExit(null, 0, source is null ? Context.Body.CloseBraceToken : (SyntaxNodeOrToken)source);

    /// <summary><c>SetResult(value);   ->   Result = value;</c></summary>
    private void LowerSetResult(InvocationExpressionSyntax call)
    {
        Prepare(call.ArgumentList.Arguments[0].Expression);
        var statement = (StatementSyntax)call.Parent!;
        Emit(new SetResult(Make(Renderer.ResultValue(call), statement, comments: Comments(statement))));
    }
}
