using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

internal sealed partial class BodyLowering
{
    /// <summary>
    /// <code>
    /// if (c) A; else B;   ->   if (!c) goto Else1;
    ///                              A; goto EndIf1;
    ///                          Else1: B;
    ///                          EndIf1:
    /// </code>
    /// </summary>
    private void LowerIf(IfStatementSyntax statement)
    {
        var otherwise = NewLabel("Else");
        LowerCondition(statement.Condition, otherwise, jumpIf: false, statement);
        LowerEmbedded(statement.Statement);
        if (statement.Else is { } clause)
        {
            var end = NewLabel("EndIf");
            EmitGoto(end);
            EmitLabel(otherwise);
            LowerEmbedded(clause.Statement);
            EmitLabel(end);
        }
        else
            EmitLabel(otherwise);
    }

    /// <summary>Jumps if the condition has the given value, else falls through. Only what must is taken apart.</summary>
    private void LowerCondition(ExpressionSyntax condition, string target, bool jumpIf, SyntaxNode source)
    {
        switch (condition)
        {
            case ParenthesizedExpressionSyntax parenthesized when IsMarked(condition):
                LowerCondition(parenthesized.Expression, target, jumpIf, source);
                return;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation when IsMarked(condition) && IsBool(negation) && IsBool(negation.Operand):
                LowerCondition(negation.Operand, target, !jumpIf, source);
                return;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } logical when IsMarked(logical.Right) && IsBool(logical):
                // a && b jumps when false as soon as a is false; when true it must try both
                if (logical.IsKind(SyntaxKind.LogicalAndExpression) != jumpIf)
                {
                    LowerCondition(logical.Left, target, jumpIf, source);
                    LowerCondition(logical.Right, target, jumpIf, source);
                }
                else
                {
                    var end = NewLabel("Next");
                    LowerCondition(logical.Left, end, !jumpIf, source);
                    LowerCondition(logical.Right, target, jumpIf, source);
                    EmitLabel(end);
                }
                return;
            default:
                if (Model.GetConstantValue(condition, _context.Cancel).Value is bool constant && !IsMarked(condition))
                {
                    if (constant == jumpIf)
                        EmitGoto(target);
                    return;
                }
                Prepare(condition);
                EmitBranch(condition, target, jumpIf, source);
                return;
        }
    }

    private void EmitBranch(ExpressionSyntax condition, string target, bool jumpIf, SyntaxNode source)
    {
        var text = Render(condition);
        if (jumpIf)
            Emit($"if ({text}) goto {target};", condition, targets: [target]);
        else if (IsBool(condition))
            Emit($"if ({Negated(condition, text)}) goto {target};", condition, targets: [target]);
        else
            Emit($"if ({text}) {{ }} else goto {target};", condition, targets: [target]);
    }

    private string Negated(ExpressionSyntax condition, string text) => condition switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } negation when IsBool(negation.Operand) && !_renderer.IsReplaced(condition) => Render(negation.Operand),
        IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax => "!" + text,
        _ => $"!({text})",
    };

    private bool IsBool(ExpressionSyntax expression) =>
        Model.GetTypeInfo(expression, _context.Cancel) is { Type.SpecialType: SpecialType.System_Boolean };
}
