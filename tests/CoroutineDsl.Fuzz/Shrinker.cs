using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Fuzz;

/// <summary>Makes a program smaller as long as it still fails: takes statements out, replaces compound ones by their parts and expressions by their operands.</summary>
internal static class Shrinker
{
    private const int MostAttempts = 1500;

    public static string Shrink(string text, Func<string, bool> stillFails)
    {
        var attempts = 0;
        for (var progress = true; progress && attempts < MostAttempts;)
        {
            progress = false;
            foreach (var candidate in Candidates(text))
            {
                if (++attempts > MostAttempts)
                    break;
                if (!stillFails(candidate))
                    continue;
                text = candidate;
                progress = true;
                break;
            }
        }
        return CSharpSyntaxTree.ParseText(text).GetRoot().NormalizeWhitespace(eol: "\n").ToString();
    }

    /// <summary>Smaller programs, the boldest cuts first.</summary>
    private static IEnumerable<string> Candidates(string text)
    {
        var root = CSharpSyntaxTree.ParseText(text, Oracle.Compilations.Parse).GetRoot();
        foreach (var method in root.DescendantNodes().OfType<MethodDeclarationSyntax>().Where(m => m.Identifier.Text != "Main"))
            yield return root.RemoveNode(method, SyntaxRemoveOptions.KeepNoTrivia)!.ToString();
        foreach (var statement in root.DescendantNodes().OfType<StatementSyntax>().Where(s => s is not BlockSyntax || s.Parent is BlockSyntax).OrderByDescending(s => s.Span.Length))
        {
            if (statement.Parent is BlockSyntax or SwitchSectionSyntax)
                yield return root.RemoveNode(statement, SyntaxRemoveOptions.KeepNoTrivia)!.ToString();
            foreach (var part in statement.ChildNodes().SelectMany(Parts))
                yield return root.ReplaceNode(statement, part).ToString();
        }
        foreach (var clause in root.DescendantNodes().Where(n => n is CatchClauseSyntax or ElseClauseSyntax or FinallyClauseSyntax or SwitchSectionSyntax or CatchFilterClauseSyntax))
            yield return root.RemoveNode(clause, SyntaxRemoveOptions.KeepNoTrivia)!.ToString();
        foreach (var expression in root.DescendantNodes().OfType<ExpressionSyntax>().Where(e => e is not (LiteralExpressionSyntax or TypeSyntax or IdentifierNameSyntax)).OrderByDescending(e => e.Span.Length))
        {
            foreach (var operand in expression.DescendantNodes().OfType<ExpressionSyntax>().Where(e => e is not TypeSyntax or IdentifierNameSyntax).Take(8))
                yield return root.ReplaceNode(expression, operand).ToString();
            yield return root.ReplaceNode(expression, SyntaxFactory.ParseExpression("1")).ToString();
            yield return root.ReplaceNode(expression, SyntaxFactory.ParseExpression("true")).ToString();
        }
    }

    private static IEnumerable<StatementSyntax> Parts(SyntaxNode child) => child switch
    {
        StatementSyntax statement => [statement],
        ElseClauseSyntax otherwise => [otherwise.Statement],
        CatchClauseSyntax clause => [clause.Block],
        FinallyClauseSyntax clause => [clause.Block],
        SwitchSectionSyntax section => [SyntaxFactory.Block(section.Statements.Where(s => s is not BreakStatementSyntax))],
        _ => [],
    };
}
