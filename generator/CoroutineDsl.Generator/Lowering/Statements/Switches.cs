using System.Text;
using CoroutineDsl.Generator.Lowering.Machine;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Statements;

internal sealed partial class BodyLowering
{
    /// <summary>
    /// <code>
    /// switch (v)             ->   switch (v)
    /// {                           {
    ///     case P when w: A;           case P when w: goto Case1;
    ///     default: B;                 default: goto Default1;
    /// }                           }
    ///                             goto Break1;
    ///                             Case1: A;
    ///                             Default1: B;
    ///                             Break1:
    /// </code>
    /// </summary>
    private void LowerSwitch(SwitchStatementSyntax statement)
    {
        Prepare(statement.Expression);
        EnterScope(statement);
        var end = NewLabel("Break");
        var cases = new Dictionary<object, string>();
        string? defaultLabel = null;
        var labels = new List<string>();
        foreach (var section in statement.Sections)
        {
            var label = NewLabel(section.Labels.Any(l => l is DefaultSwitchLabelSyntax) ? "Default" : "Case");
            labels.Add(label);
            foreach (var each in section.Labels)
                if (each is DefaultSwitchLabelSyntax)
                    defaultLabel = label;
                else if (each is CaseSwitchLabelSyntax constant)
                    cases[_jumps.ConstantKey(constant.Value, statement)] = label;
        }
        _jumps.AddLoop(statement, end, null);
        _jumps.AddSwitch(statement, cases, defaultLabel);

        var text = new StringBuilder($"switch ({Render(statement.Expression)}){Code.NewLine}{{{Code.NewLine}");
        for (var i = 0; i < labels.Count; i++)
        {
            foreach (var label in statement.Sections[i].Labels)
                text.Append("    ").Append(_renderer.RenderCaseLabel(label)).Append(Code.NewLine);
            text.Append("        goto ").Append(labels[i]).Append(";").Append(Code.NewLine);
        }
        Emit(text.Append('}').ToString(), statement.Expression, targets: [.. labels]);
        EmitGoto(end);
        for (var i = 0; i < labels.Count; i++)
        {
            EmitLabel(labels[i]);
            LowerList(statement.Sections[i].Statements);
        }
        EmitLabel(end);
    }
}
