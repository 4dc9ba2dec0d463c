using System.Globalization;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Lowering.Rendering;

/// <summary>
/// Where break, continue, goto and yield break lead once their targets are taken apart.
/// A jump out of a try whose finally suspends goes to that finally first, and on from there by the number it left.
/// </summary>
internal sealed class Jumps(LoweringContext context)
{
    private readonly Dictionary<SyntaxNode, (string? Break, string? Continue, int Depth)> _loops = [];
    private readonly Dictionary<ISymbol, (string Label, int Depth)> _labels = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<SyntaxNode, (Dictionary<object, string> Cases, string? Default, int Depth)> _switches = [];
    private readonly List<PendingFinally> _finallies = [];

    /// <summary>A finally that suspends, while its try is being lowered.</summary>
    internal sealed class PendingFinally(TextSpan guarded, string label, Variable branch)
    {
        /// <summary>What stands inside the try.</summary>
        public TextSpan Guarded { get; } = guarded;

        public string Label { get; } = label;
        public Variable Branch { get; } = branch;

        /// <summary>The label to go on to (null: the end of the coroutine) by branch number, from 1.</summary>
        public List<(string? Label, int Depth)> Branches { get; } = [];
    }

    public int Depth => _finallies.Count;

    /// <summary>Whether a try block with a suspending finally is around.</summary>
    public void Enter(PendingFinally region) => _finallies.Add(region);

    public void Leave() => _finallies.RemoveAt(_finallies.Count - 1);

    public void AddLoop(SyntaxNode loop, string? breakLabel, string? continueLabel) => _loops[loop] = (breakLabel, continueLabel, Depth);

    public void AddSwitch(SyntaxNode statement, Dictionary<object, string> cases, string? defaultLabel) => _switches[statement] = (cases, defaultLabel, Depth);

    public string AddLabel(LabeledStatementSyntax statement)
    {
        var symbol = context.Model.GetDeclaredSymbol(statement, context.Cancel)!;
        return LabelOf(symbol);
    }

    /// <summary>Labels are known by their depth before they are reached: a label never stands deeper than a jump to it, so that each finally around it is around the jump too.</summary>
    private string LabelOf(ISymbol symbol)
    {
        if (!_labels.TryGetValue(symbol, out var known))
            _labels[symbol] = known = (context.Identifiers.Label(symbol.Name + "_"), DepthOf(symbol));
        return known.Label;
    }

    private int DepthOf(ISymbol label) => _finallies.Count(region => region.Guarded.Contains(label.DeclaringSyntaxReferences[0].Span.Start));

    /// <summary>The jump to a label at a depth (null: to the end): there, or to the finally that comes first.</summary>
    public Exit To(string? label, int depth)
    {
        if (_finallies.Count <= depth)
            return new Exit(label, null, 0);
        var region = _finallies[_finallies.Count - 1];
        var index = region.Branches.IndexOf((label, depth));
        if (index < 0)
        {
            index = region.Branches.Count;
            region.Branches.Add((label, depth));
        }
        return new Exit(region.Label, region.Branch, index + 1);
    }

    /// <summary>The jump that a statement makes out of unchanged code; null if its target is unchanged too.</summary>
    public (string? Label, int Depth)? Of(StatementSyntax statement)
    {
        switch (statement)
        {
            case BreakStatementSyntax:
                return Enclosing(statement, n => n is SwitchStatementSyntax || IsLoop(n)) is { } target && _loops.TryGetValue(target, out var toBreak) ? (toBreak.Break, toBreak.Depth) : null;
            case ContinueStatementSyntax:
                return Enclosing(statement, IsLoop) is { } loop && _loops.TryGetValue(loop, out var toContinue) ? (toContinue.Continue, toContinue.Depth) : null;
            case GotoStatementSyntax { RawKind: (int)SyntaxKind.GotoStatement } jump:
                return context.Model.GetSymbolInfo(jump.Expression!, context.Cancel).Symbol is { } label && IsFlattened(label) ? (LabelOf(label), _labels[label].Depth) : null;
            case GotoStatementSyntax jump:
                if (Enclosing(statement, n => n is SwitchStatementSyntax) is not { } owner || !_switches.TryGetValue(owner, out var cases))
                    return null;
                if (jump.IsKind(SyntaxKind.GotoDefaultStatement))
                    return (cases.Default, cases.Depth);
                if (cases.Cases.TryGetValue(ConstantKey(jump.Expression!, (SwitchStatementSyntax)owner), out var section))
                    return (section, cases.Depth);
                context.Refuse(jump, "a goto case whose constant is written unlike that of the case", "write the same constant");
                return null;
            default:
                return null;
        }
    }

    /// <summary>A constant as it is compared by <c>goto case</c>: converted to the type of the switch.</summary>
    public object ConstantKey(ExpressionSyntax expression, SwitchStatementSyntax owner)
    {
        var value = context.Model.GetConstantValue(expression, context.Cancel).Value;
        return value switch
        {
            null => DBNull.Value,
            sbyte or byte or short or ushort or int or uint or long => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
            ulong number => (decimal)number,
            char c => (decimal)c,
            _ => value,
        };
    }

    /// <summary>Whether the label stands in a list that is taken apart.</summary>
    private bool IsFlattened(ISymbol label) => label.DeclaringSyntaxReferences is [var reference, ..]
        && reference.GetSyntax(context.Cancel) is LabeledStatementSyntax statement && context.Plan.StandsInFlattenedList(statement);

    private SyntaxNode? Enclosing(SyntaxNode statement, Func<SyntaxNode, bool> isTarget)
    {
        for (var node = statement.Parent; node is not null && node != context.Body && !Functions.Is(node); node = node.Parent)
            if (isTarget(node))
                return node;
        return null;
    }

    private static bool IsLoop(SyntaxNode node) => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;
}

/// <summary>A jump out of code: to a label (null: the end of the coroutine), where a finally stands between by way of it, with the number to go on by.</summary>
internal readonly record struct Exit(string? Label, Variable? Branch, int Number);
