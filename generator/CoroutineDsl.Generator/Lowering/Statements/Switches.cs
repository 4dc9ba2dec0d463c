using System.Text;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

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
        EnterScope(statement);
        Prepare(statement.Expression);
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

        if (statement.Sections.SelectMany(s => s.Labels).Any(IsMarked))
            EmitTests(statement, labels, defaultLabel ?? end);
        else
            EmitDispatch(statement, labels, end);
        for (var i = 0; i < labels.Count; i++)
        {
            EmitLabel(labels[i]);
            LowerList(statement.Sections[i].Statements);
        }
        EmitLabel(end);
    }

    private void EmitDispatch(SwitchStatementSyntax statement, List<string> labels, string end)
    {
        var text = new StringBuilder($"switch ({Render(statement.Expression)}){Code.NewLine}{{{Code.NewLine}");
        for (var i = 0; i < labels.Count; i++)
        {
            foreach (var label in statement.Sections[i].Labels)
                text.Append("    ").Append(_renderer.RenderCaseLabel(label)).Append(Code.NewLine);
            text.Append("        goto ").Append(labels[i]).Append(";").Append(Code.NewLine);
        }
        Emit(text.Append('}').ToString(), statement.Expression, targets: [.. labels]);
        EmitGoto(end);
    }

    /// <summary>
    /// Where a condition suspends, the labels are tried one by one:
    /// <c>case P when x.Await(): A;   ->   if (!(v is P)) goto Next1; [wait] if (!value1) goto Next1; goto Case1; Next1:</c>
    /// </summary>
    private void EmitTests(SwitchStatementSyntax statement, List<string> labels, string otherwise)
    {
        if (SpillType(statement.Expression) is not { } type)
        {
            _context.Refuse(statement.Expression, "a switch over an expression without a type across a suspension", "store it in a local first");
            return;
        }
        var value = Temporary("switched", type, statement.Expression);
        Assign(value, Render(statement.Expression), statement.Expression);
        for (var i = 0; i < labels.Count; i++)
            foreach (var label in statement.Sections[i].Labels)
                if (label is CaseSwitchLabelSyntax constant)
                    Emit($"if ({Read(value)} is {Render(constant.Value)}) goto {labels[i]};", constant, targets: [labels[i]]);
                else if (label is CasePatternSwitchLabelSyntax pattern)
                    EmitTest(value, pattern.Pattern, pattern.WhenClause, labels[i]);
        EmitGoto(otherwise);
    }

    private void EmitTest(Variable value, PatternSyntax pattern, WhenClauseSyntax? when, string target)
    {
        var next = NewLabel("Next");
        if (pattern is not DiscardPatternSyntax)
        {
            _renderer.NeedBlock();
            Emit($"if (!({Read(value)} is {_renderer.RenderTest(pattern)})) goto {next};", pattern, targets: [next]);
        }
        if (when is not null)
            LowerCondition(when.Condition, next, jumpIf: false, when);
        EmitGoto(target);
        EmitLabel(next);
    }
}
