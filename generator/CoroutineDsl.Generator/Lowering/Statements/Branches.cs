using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Statements;

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
        LowerCondition(statement.Condition, otherwise, jumpIf: false);
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
}
