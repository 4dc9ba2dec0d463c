using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
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
                    cases[Jumps.ConstantKey(constant.Value, statement)] = label;
        }
        Jumps.AddLoop(statement, end, null);
        Jumps.AddSwitch(statement, cases, defaultLabel);

        if (statement.Sections.SelectMany(s => s.Labels).Any(IsMarked))
            EmitTests(statement, labels, defaultLabel ?? end);
        else
            EmitDispatch(statement, labels, end);
        for (var i = 0; i < labels.Count; i++)
        {
            EmitLabel(labels[i]);
            foreach (var label in statement.Sections[i].Labels.OfType<CasePatternSwitchLabelSyntax>())
                if (label.WhenClause is { } when)
                    EmitStop(when);
            LowerList(statement.Sections[i].Statements);
        }
        EmitLabel(end);
    }

    private void EmitDispatch(SwitchStatementSyntax statement, List<string> labels, string end)
    {
        CodeText text = $"switch ({Render(statement.Expression)}){CodeText.Line}{{{CodeText.Line}";
        for (var i = 0; i < labels.Count; i++)
        {
            foreach (var label in statement.Sections[i].Labels)
                text.AppendFormatted($"    {Renderer.RenderCaseLabel(label)}{CodeText.Line}");
            text.AppendFormatted($"        goto {labels[i]};{CodeText.Line}");
        }
        text.AppendLiteral("}");
        EmitCopy(text, statement.Expression, targets: [.. labels]);
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
            Context.Refuse(statement.Expression, "a switch over an expression without a type across a suspension", "store it in a local first");
            return;
        }
        var value = Temporary("switched", type, statement.Expression);
        EmitStore(value, Render(statement.Expression), statement.Expression);
        for (var i = 0; i < labels.Count; i++)
            foreach (var label in statement.Sections[i].Labels)
                if (label is CaseSwitchLabelSyntax constant)
                    EmitBranch($"{Read(value)} is {Render(constant.Value)}", labels[i], constant);
                else if (label is CasePatternSwitchLabelSyntax pattern)
                    EmitTest(value, pattern.Pattern, pattern.WhenClause, labels[i]);
        EmitGoto(otherwise);
    }
}
