using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Statements;

internal sealed partial class BodyLowering
{
    private void LowerStatement(StatementSyntax statement)
    {
        if (!IsMarked(statement) && statement is not (BlockSyntax or LabeledStatementSyntax))
        {
            LowerSingle(statement);
            return;
        }
        switch (statement)
        {
            case BlockSyntax block: LowerBlock(block); break;
            case LocalDeclarationStatementSyntax declaration: LowerDeclaration(declaration); break;
            case ExpressionStatementSyntax expression: LowerExpressionStatement(expression); break;
            case IfStatementSyntax branch: LowerIf(branch); break;
            case WhileStatementSyntax loop: LowerWhile(loop); break;
            case DoStatementSyntax loop: LowerDo(loop); break;
            case ForStatementSyntax loop: LowerFor(loop); break;
            case CommonForEachStatementSyntax loop: LowerForEach(loop); break;
            case SwitchStatementSyntax choice: LowerSwitch(choice); break;
            case LabeledStatementSyntax labeled: LowerLabeled(labeled); break;
            case YieldStatementSyntax yield: LowerYield(yield); break;
            case ThrowStatementSyntax { Expression: { } } thrown: LowerThrow(thrown); break;
            case TryStatementSyntax guarded: LowerTry(guarded); break;
            case UsingStatementSyntax resource: LowerUsing(resource); break;
            case CheckedStatementSyntax block: LowerChecked(block); break;
            case LockStatementSyntax locked: LowerLock(locked); break;
            default:
                Context.Refuse(statement, $"a suspension inside {statement.Kind()}", "wait before the statement");
                break;
        }
    }

    /// <summary>A statement without a suspension that stands alone, not in a list.</summary>
    private void LowerSingle(StatementSyntax statement)
    {
        if (Context.Plan.RunOf(statement) is null && DeclaresInPlace(statement))
            LowerTogether([statement]);
        else
            LowerPlain(statement);
    }

    /// <summary><c>{ A; x.Await(); }   ->   A; [wait]</c></summary>
    private void LowerBlock(BlockSyntax block)
    {
        if (Context.Plan.IsFlattened(block))
        {
            EmitStop(block.OpenBraceToken);
            EnterScope(block);
            LowerList(block.Statements);
            EmitStop(block.CloseBraceToken);
        }
        else
            EmitCopy(Render(block), block);
    }

    /// <summary><c>checked { A; x.Await(); }   ->   checked { A; } [wait]</c></summary>
    private void LowerChecked(CheckedStatementSyntax statement)
    {
        var outer = Overflow;
        Overflow = statement.Keyword.Text;
        LowerBlock(statement.Block);
        Overflow = outer;
    }

    /// <summary><c>lock (x.Await()) A;   ->   [wait] lock (value1) A;</c></summary>
    private void LowerLock(LockStatementSyntax statement)
    {
        Prepare(statement.Expression);
        EmitCopy(Render(statement), statement);
    }

    private void LowerExpressionStatement(ExpressionStatementSyntax statement)
    {
        if (statement.Expression is InvocationExpressionSyntax call && Context.IsSetResult(call))
            LowerSetResult(call);
        else
            LowerForEffect(statement.Expression, statement, Comments(statement));
    }

    private void LowerLabeled(LabeledStatementSyntax labeled)
    {
        EmitLabel(Jumps.AddLabel(labeled));
        EmitStop(labeled.Identifier);
        LowerStatement(labeled.Statement);
    }

    private void LowerThrow(ThrowStatementSyntax thrown)
    {
        Prepare(thrown.Expression!);
        EmitCopy($"throw {Render(thrown.Expression!)};", thrown, fallsThrough: false, comments: Comments(thrown));
    }
}
