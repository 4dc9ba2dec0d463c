using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Statements;

internal sealed partial class BodyLowering
{
    /// <summary>
    /// <code>
    /// while (c) A;   ->   Loop1: if (!c) goto Break1;
    ///                     A; goto Loop1;
    ///                     Break1:
    /// </code>
    /// </summary>
    private void LowerWhile(WhileStatementSyntax loop)
    {
        var (start, end) = (NewLabel("Loop"), NewLabel("Break"));
        Jumps.AddLoop(loop, end, start);
        EmitLabel(start);
        EnterScope(loop);
        LowerCondition(loop.Condition, end, jumpIf: false);
        LowerEmbedded(loop.Statement);
        EmitGoto(start);
        EmitLabel(end);
    }

    /// <summary>
    /// <code>
    /// do A; while (c);   ->   Loop1: A;
    ///                         Continue1: if (c) goto Loop1;
    ///                         Break1:
    /// </code>
    /// </summary>
    private void LowerDo(DoStatementSyntax loop)
    {
        var (start, next, end) = (NewLabel("Loop"), NewLabel("Continue"), NewLabel("Break"));
        Jumps.AddLoop(loop, end, next);
        EmitLabel(start);
        LowerEmbedded(loop.Statement);
        EmitLabel(next);
        EnterScope(loop);
        LowerCondition(loop.Condition, start, jumpIf: true);
        EmitLabel(end);
    }

    /// <summary>
    /// <code>
    /// for (I; c; N) A;   ->   I;
    ///                         Loop1: if (!c) goto Break1;
    ///                         A;
    ///                         Continue1: N; goto Loop1;
    ///                         Break1:
    /// </code>
    /// The loop variable is one for all iterations.
    /// </summary>
    private void LowerFor(ForStatementSyntax loop)
    {
        EnterScope(loop);
        if (loop.Declaration is { } declaration)
            LowerVariables(declaration, loop);
        foreach (var initializer in loop.Initializers)
            LowerForEffect(initializer, initializer);
        var (start, next, end) = (NewLabel("Loop"), NewLabel("Continue"), NewLabel("Break"));
        Jumps.AddLoop(loop, end, next);
        EmitLabel(start);
        if (loop.Condition is { } condition)
            LowerCondition(condition, end, jumpIf: false);
        LowerEmbedded(loop.Statement);
        EmitLabel(next);
        foreach (var incrementor in loop.Incrementors)
            LowerForEffect(incrementor, incrementor);
        EmitGoto(start);
        EmitLabel(end);
    }
}
