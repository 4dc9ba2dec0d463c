using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Lowering.Rendering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Lowering.Statements;

internal sealed partial class BodyLowering
{
    private void LowerTry(TryStatementSyntax statement)
    {
        if (statement.Finally is not { } final)
            LowerTryCatch(statement);
        else if (IsMarked(final))
            EmitTrySuspendingFinally(() => LowerGuarded(statement), () => LowerBlock(final.Block), statement.Span, statement.Catches.Count == 0 ? statement.Block : null, final.Block);
        else if (statement.Catches.Any(IsMarked))
            EmitTryFinally(() => LowerTryCatch(statement), () => LowerBlock(final.Block), finalBlock: final.Block);
        else
        {
            var region = Region(() => LowerBlock(statement.Block), statement.Block);
            AddCatches(region, statement.Catches);
            region.Finally = Collect(() => LowerBlock(final.Block));
            region.FinallyEnd = End(final.Block);
            EmitTry(region);
        }
    }

    private void LowerGuarded(TryStatementSyntax statement)
    {
        if (statement.Catches.Count == 0)
            LowerBlock(statement.Block);
        else
            LowerTryCatch(statement);
    }

    private Try Region(Action body, StatementSyntax? block) => new(NewLabel("Try"), Collect(body)) { End = End(block) };

    /// <summary>Where control leaves a block that a try, a catch or a finally has: C# counts that brace as a line of its own.</summary>
    private static SyntaxNodeOrToken? End(StatementSyntax? block) => block is BlockSyntax braces ? braces.CloseBraceToken : null;

    /// <summary>A finally that does not suspend is a real one; it is skipped while the frame is parked.</summary>
    private void EmitTryFinally(Action body, Action final, StatementSyntax? block = null, BlockSyntax? finalBlock = null)
    {
        var region = Region(body, block);
        region.Finally = Collect(final);
        region.FinallyEnd = End(finalBlock);
        EmitTry(region);
    }

    /// <summary>
    /// Handlers that suspend run after the try:
    /// <code>
    /// try { A; } catch (E e) { B; x.Await(); }   ->   caught1 = 0;
    ///                                                 try { A; } catch (E e1) when (Passes(e1)) { Arrived(); e = e1; caught1 = 1; }
    ///                                                 if (caught1 == 0) goto EndTry1;
    ///                                                 B; [wait]
    ///                                                 EndTry1:
    /// </code>
    /// </summary>
    private void LowerTryCatch(TryStatementSyntax statement)
    {
        var moved = statement.Catches.Where(IsMarked).ToList();
        var end = NewLabel("EndTry");
        Variable? chosen = null;
        if (moved.Count > 0)
        {
            chosen = Context.Variables.Temporary("caught", "int");
            EmitStore(chosen, "0");
        }
        var region = Region(() => LowerBlock(statement.Block), statement.Block);
        AddCatches(region, statement.Catches, chosen, moved);
        EmitTry(region);
        if (chosen is null)
            return;
        var labels = moved.Select(_ => NewLabel("Catch")).ToArray();
        for (var i = 0; i < moved.Count; i++)
            EmitBranch($"{Read(chosen)} == {Number(i + 1)}", labels[i]);
        EmitGoto(end);
        for (var i = 0; i < moved.Count; i++)
        {
            EmitLabel(labels[i]);
            LowerBlock(moved[i].Block);
            if (!Context.HasStops)
                EmitStore(chosen, "0", moved[i].Block.CloseBraceToken); // a jump to what follows is none: it would be no place to count
            EmitGoto(end);
        }
        EmitLabel(end);
    }

    private void AddCatches(Try region, SyntaxList<CatchClauseSyntax> clauses, Variable? chosen = null, List<CatchClauseSyntax>? moved = null)
    {
        foreach (var clause in clauses)
        {
            var index = moved?.IndexOf(clause) ?? -1;
            region.Catches.Add(index < 0 ? StayingCatch(clause) : MovedCatch(clause, chosen!, index + 1));
        }
    }

    private Catch StayingCatch(CatchClauseSyntax clause)
    {
        // a filter may capture: the object of its scope must exist before the try
        EnterScope(clause);
        var (text, arrival) = Renderer.RenderCatch(clause, null);
        var header = Make(text, clause.Declaration is { } declaration ? declaration : clause.CatchKeyword);
        return new Catch(header, Collect(() =>
        {
            EmitCopy(arrival);
            LowerBlock(clause.Block);
        })) { End = End(clause.Block) };
    }

    private Catch MovedCatch(CatchClauseSyntax clause, Variable chosen, int number)
    {
        var name = Context.Identifiers.Numbered("exception");
        var caught = Context.Variables.Temporary("caughtException", "global::System.Exception");
        Renderer.AddCaught(clause, caught);
        var variable = clause.Declaration is { Identifier.RawKind: not 0 } declaration ? Declared(declaration) : null;
        EnterScope(clause);
        var (text, arrival) = Renderer.RenderCatch(clause, name);
        var header = Make(text, clause.Declaration is { } place ? place : clause.CatchKeyword);
        return new Catch(header, Collect(() =>
        {
            EmitCopy(arrival);
            // a filter has stored it already, and may have changed it since
            if (variable is not null && clause.Filter is null)
                EmitStore(variable, name);
            EmitStore(caught, name);
            EmitStore(chosen, Number(number));
        }));
    }

    /// <summary>
    /// A finally that suspends runs after the try, whatever left it: normally, by an exception, or by a jump.
    /// While an exit passes through, a second kill waits until it is done.
    /// <code>
    /// try { A; } finally { x.Await(); }   ->   pending1 = null; branch1 = 0;
    ///                                          try { A; } catch (Exception e) when (Passes(e)) { Arrived(); pending1 = e; }
    ///                                          Finally1: if (pending1 is an exit) Shield();
    ///                                          try { [wait] } finally { Unshield(); }
    ///                                          if (pending1 != null) throw it;
    ///                                          if (branch1 == 1) goto ...
    /// </code>
    /// </summary>
    private void EmitTrySuspendingFinally(Action body, Action final, TextSpan guarded, StatementSyntax? block = null, BlockSyntax? finalBlock = null)
    {
        var pending = Context.Variables.Temporary("pending", "global::System.Exception?");
        var branch = Context.Variables.Temporary("branch", "int");
        var shielded = Context.Variables.Temporary("shielded", "bool");
        var name = Context.Identifiers.Numbered("exception");
        var label = NewLabel("Finally");
        EmitStore(pending, "null");
        EmitStore(branch, "0");
        var jumps = new Jumps.PendingFinally(guarded, label, branch);
        Jumps.Enter(jumps);
        var region = Region(body, block);
        Jumps.Leave();
        var header = Make($"catch (global::System.Exception {name}) when ({Renderer.PassesText(name)})");
        region.Catches.Add(new Catch(header, Collect(() =>
        {
            EmitCopy(Renderer.ArrivedText);
            EmitStore(pending, name);
        })));
        EmitTry(region);
        EmitLabel(label);
        EmitStore(shielded, $"{Read(pending)} != null && {Context.Identifiers.Greenlet}.IsExit({Read(pending)})");
        EmitCopy($"if ({Read(shielded)}) {Context.Identifiers.Greenlet}.Shield();");
        EmitTryFinally(final, () => EmitCopy($"if ({Read(shielded)}) {Context.Identifiers.Greenlet}.Unshield();"), finalBlock);
        EmitCopy($"if ({Read(pending)} != null) global::System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw({Read(pending)});");
        for (var i = 0; i < jumps.Branches.Count; i++)
        {
            var (target, depth) = jumps.Branches[i];
            var next = NewLabel("Next");
            EmitBranch($"{Read(branch)} != {Number(i + 1)}", next);
            EmitExit(target, depth);
            EmitLabel(next);
        }
    }
}
