using System.Text;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

internal sealed partial class BodyLowering
{
    /// <summary>
    /// <code>
    /// v switch { P when w => A, _ => x.Await() }   ->   switch (v) { case P when w: goto Arm1; case var _: goto Arm2; default: throw ...; }
    ///                                                   Arm1: temp1 = A; goto End1;
    ///                                                   Arm2: [wait] temp1 = value1; End1:
    /// </code>
    /// </summary>
    private void PrepareSwitchExpression(SwitchExpressionSyntax choice)
    {
        EnterScope(choice);
        Prepare(choice.GoverningExpression);
        if (!choice.Arms.Any(IsMarked))
            return;
        var type = SpillType(choice);
        var governing = SpillType(choice.GoverningExpression);
        if (type is null || governing is null)
        {
            _context.Refuse(choice, "a switch expression without a type across a suspension", "use a switch statement");
            return;
        }
        var result = Temporary("temp", type, choice);
        var value = Temporary("switched", governing, choice.GoverningExpression);
        Assign(value, Render(choice.GoverningExpression), choice.GoverningExpression);
        var end = NewLabel("End");
        var labels = choice.Arms.Select(_ => NewLabel("Arm")).ToArray();
        if (choice.Arms.Any(a => IsMarked(a.WhenClause)))
            for (var i = 0; i < labels.Length; i++)
                EmitTest(value, choice.Arms[i].Pattern, choice.Arms[i].WhenClause, labels[i]);
        else
            EmitDispatch(choice, value, labels);
        Emit($"throw new global::System.Runtime.CompilerServices.SwitchExpressionException((object?){Read(value)});", choice, fallsThrough: false);
        for (var i = 0; i < labels.Length; i++)
        {
            EmitLabel(labels[i]);
            AssignBranch(result, choice.Arms[i].Expression);
            EmitGoto(end);
        }
        EmitLabel(end);
        _renderer.Replace(choice, Read(result));
    }

    private void EmitDispatch(SwitchExpressionSyntax choice, Variable value, string[] labels)
    {
        var text = new StringBuilder($"switch ({Read(value)}){Code.NewLine}{{{Code.NewLine}");
        for (var i = 0; i < labels.Length; i++)
            text.Append("    case ").Append(_renderer.RenderArm(choice.Arms[i])).Append(": goto ").Append(labels[i]).Append(";").Append(Code.NewLine);
        _renderer.NeedBlock();
        Emit(text.Append('}').ToString(), choice, targets: labels);
    }
}
