using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Statements;

internal sealed partial class BodyLowering
{
    /// <summary>
    /// The statements of a block or switch section. Those that suspend are taken apart; runs of others are copied,
    /// together in one block where they share locals that stay:
    /// <code>
    /// A; B; x.Await(); C;   ->   A; B; [wait] C;
    /// </code>
    /// </summary>
    private void LowerList(IReadOnlyList<StatementSyntax> statements)
    {
        for (var i = 0; i < statements.Count; i++)
        {
            Context.Cancel.ThrowIfCancellationRequested();
            if (Context.Plan.RunOf(statements[i]) is { } run)
            {
                LowerRun(run);
                i += run.Statements.Count - 1;
            }
            else if (statements[i] is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } declaration)
            {
                LowerUsing(declaration.Declaration, 0, () => LowerList([.. statements.Skip(i + 1)]));
                return;
            }
            else
                LowerStatement(statements[i]);
        }
    }

    private void LowerRun(Run run)
    {
        var statements = run.Statements;
        if (statements.Any(s => s is LocalFunctionStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } && DeclaresInPlace(s)))
        {
            LowerTogether(statements);
            return;
        }
        for (var i = 0; i < statements.Count; i++)
        {
            if (!DeclaresInPlace(statements[i]))
            {
                LowerPlain(statements[i]);
                continue;
            }
            var first = i;
            var last = LastMention(statements[i]);
            while (i + 1 < statements.Count && statements[i + 1].SpanStart <= last)
                last = Math.Max(last, LastMention(statements[++i]));
            LowerTogether([.. statements.Skip(first).Take(i + 1 - first)]);
        }
    }

    /// <summary>Where what a statement declares in its list is mentioned last.</summary>
    private int LastMention(StatementSyntax statement) => statement
        .DescendantNodes(n => n == statement || n is not (StatementSyntax or AnonymousFunctionExpressionSyntax))
        .Where(n => n is VariableDeclaratorSyntax or SingleVariableDesignationSyntax).Select(n => Model.GetDeclaredSymbol(n, Context.Cancel)).OfType<ISymbol>()
        .Select(s => Context.Variables.LastMention.TryGetValue(s, out var position) ? position : 0).DefaultIfEmpty(0).Max();

    /// <summary>Whether a local or function that the statement declares stays declared there.</summary>
    private bool DeclaresInPlace(StatementSyntax statement) => statement switch
    {
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } => true,
        LocalDeclarationStatementSyntax declaration => declaration.Declaration.Variables.Any(v => Declared(v) is null) || HasDesignationInPlace(statement),
        LocalFunctionStatementSyntax function => !Context.Variables.HoistedFunctions.ContainsKey(Model.GetDeclaredSymbol(function, Context.Cancel)!),
        _ => HasDesignationInPlace(statement),
    };

    private bool HasDesignationInPlace(StatementSyntax statement) => statement
        .DescendantNodes(n => n == statement || n is not (StatementSyntax or AnonymousFunctionExpressionSyntax or SwitchExpressionSyntax))
        .OfType<SingleVariableDesignationSyntax>().Any(d => Declared(d) is null);

    private void LowerTogether(IReadOnlyList<StatementSyntax> statements)
    {
        var text = Renderer.RenderRun(statements);
        var declared = statements.OfType<LocalDeclarationStatementSyntax>().SelectMany(d => d.Declaration.Variables)
            .Select(Declared).OfType<Variable>().Where(v => v.Scope is null && v.Constant is null).ToArray();
        Renderer.NeedBlock();
        EmitCopy(text, statements[0], declared, declares: true, comments: Comments(statements[0]));
    }

    /// <summary>A statement that contains no suspension and declares nothing that others share.</summary>
    private void LowerPlain(StatementSyntax statement)
    {
        switch (statement)
        {
            case EmptyStatementSyntax:
                EmitStop(statement);
                return;
            case LocalFunctionStatementSyntax:
                return;
            case LocalDeclarationStatementSyntax declaration:
                LowerDeclaration(declaration);
                return;
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax left } }
                when Context.Variables.Of(Model.GetSymbolInfo(left, Context.Cancel).Symbol) is { Scope: null } target:
                EmitCopy(Render(statement), statement, [target], comments: Comments(statement));
                return;
            case YieldStatementSyntax yield:
                LowerYield(yield);
                return;
            case ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } when Context.IsSetResult(call):
                LowerSetResult(call);
                return;
            default:
                EmitCopy(Render(statement), statement, fallsThrough: statement is not (ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax),
                    comments: Comments(statement));
                return;
        }
    }

    /// <summary>The statement that a loop or a branch consists of: it is a scope of its own.</summary>
    private void LowerEmbedded(StatementSyntax statement)
    {
        if (statement is not BlockSyntax)
            EnterScope(statement);
        LowerStatement(statement);
    }
}
