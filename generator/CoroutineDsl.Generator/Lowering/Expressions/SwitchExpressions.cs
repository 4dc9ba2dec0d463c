using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Expressions;

internal abstract partial class ExpressionLowering
{
    /// <summary>
    /// <code>
    /// v switch { P when w => A, _ => x.Await() }   ->   switch (v) { case P when w: goto Arm1; case var _: goto Arm2; default: throw ...; }
    ///                                                   Arm1: temp1 = A; goto End1;
    ///                                                   Arm2: [wait] temp1 = value1; End1:
    /// </code>
    /// </summary>
    protected void PrepareSwitchExpression(SwitchExpressionSyntax choice)
    {
        EnterScope(choice);
        Prepare(choice.GoverningExpression);
        if (!choice.Arms.Any(IsMarked))
            return;
        var type = SpillType(choice);
        var governing = SpillType(choice.GoverningExpression);
        if (type is null || governing is null)
        {
            Context.Refuse(choice, "a switch expression without a type across a suspension", "use a switch statement");
            return;
        }
        var result = Temporary("temp", type, choice);
        var value = Temporary("switched", governing, choice.GoverningExpression);
        EmitStore(value, Render(choice.GoverningExpression), choice.GoverningExpression);
        var end = NewLabel("End");
        var labels = choice.Arms.Select(_ => NewLabel("Arm")).ToArray();
        if (choice.Arms.Any(a => IsMarked(a.WhenClause)))
            for (var i = 0; i < labels.Length; i++)
                EmitTest(value, choice.Arms[i].Pattern, choice.Arms[i].WhenClause, labels[i]);
        else
            EmitDispatch(choice, value, labels);
        EmitCopy($"throw new global::System.Runtime.CompilerServices.SwitchExpressionException((object?){Read(value)});", choice, fallsThrough: false);
        for (var i = 0; i < labels.Length; i++)
        {
            EmitLabel(labels[i]);
            AssignBranch(result, choice.Arms[i].Expression);
            EmitGoto(end);
        }
        EmitLabel(end);
        Renderer.Replace(choice, Read(result));
    }

    protected void EmitDispatch(SwitchExpressionSyntax choice, Variable value, string[] labels)
    {
        CodeText text = $"switch ({Read(value)}){CodeText.Line}{{{CodeText.Line}";
        for (var i = 0; i < labels.Length; i++)
            text.AppendFormatted($"    case {Renderer.RenderArm(choice.Arms[i])}: goto {labels[i]};{CodeText.Line}");
        text.AppendLiteral("}");
        Renderer.NeedBlock();
        EmitCopy(text, choice, targets: labels);
    }
}
