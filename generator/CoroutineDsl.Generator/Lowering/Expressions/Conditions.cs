using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Expressions;

internal abstract partial class ExpressionLowering
{
    /// <summary>Jumps if the condition has the given value, else falls through. Only what must is taken apart.</summary>
    protected void LowerCondition(ExpressionSyntax condition, string target, bool jumpIf)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax parenthesized when IsMarked(condition):
                LowerCondition(parenthesized.Expression, target, jumpIf);
                return;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation when IsMarked(condition) && IsBool(negation) && IsBool(negation.Operand):
                LowerCondition(negation.Operand, target, !jumpIf);
                return;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } logical when IsMarked(logical.Right) && IsBool(logical):
                // a && b jumps when false as soon as a is false; when true it must try both
                if (logical.IsKind(SyntaxKind.LogicalAndExpression) != jumpIf)
                {
                    LowerCondition(logical.Left, target, jumpIf);
                    LowerCondition(logical.Right, target, jumpIf);
                }
                else
                {
                    var end = NewLabel("Next");
                    LowerCondition(logical.Left, end, !jumpIf);
                    LowerCondition(logical.Right, target, jumpIf);
                    EmitLabel(end);
                }
                return;
            default:
                if (Model.GetConstantValue(condition, Context.Cancel).Value is bool constant && !IsMarked(condition))
                {
                    EmitStop(condition);
                    if (constant == jumpIf)
                        EmitGoto(target);
                    return;
                }
                Prepare(condition);
                EmitConditionalJump(condition, target, jumpIf);
                return;
        }
    }

    private void EmitConditionalJump(ExpressionSyntax condition, string target, bool jumpIf)
    {
        if (jumpIf)
            EmitBranch(Render(condition), target, condition);
        else if (IsBool(condition))
            EmitBranch(Negated(condition), target, condition);
        else
            EmitCopy($"if ({Render(condition)}) {{ }} else goto {target};", condition, targets: [target]);
    }

    private CodeText Negated(ExpressionSyntax condition)
    {
        if (condition is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation && IsBool(negation.Operand) && !Renderer.IsReplaced(condition))
            return Render(negation.Operand);
        var text = Render(condition);
        CodeText grouped = $"!({text})";
        return condition is IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax ? $"!{text}" : grouped;
    }

    private bool IsBool(ExpressionSyntax expression) =>
        Model.GetTypeInfo(expression, Context.Cancel) is { Type.SpecialType: SpecialType.System_Boolean };

    protected void EmitTest(Variable value, PatternSyntax pattern, WhenClauseSyntax? when, string target)
    {
        var next = NewLabel("Next");
        if (pattern is not DiscardPatternSyntax)
        {
            Renderer.NeedBlock();
            EmitBranch($"!({Read(value)} is {Renderer.RenderTest(pattern)})", next, pattern);
        }
        if (when is not null)
            LowerCondition(when.Condition, next, jumpIf: false);
        EmitGoto(target);
        EmitLabel(next);
    }
}
