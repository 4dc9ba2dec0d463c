using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Fuzz;

/// <summary>Makes a program smaller as long as it still fails: takes statements out, replaces compound ones by their parts and expressions by their operands.</summary>
internal static class Shrinker
{
    private const int MostAttempts = 800;

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

    /// <summary>Smaller programs, the boldest cuts first. By text: what is no program any more does not compile, and so does not fail in the same way.</summary>
    private static IEnumerable<string> Candidates(string text)
    {
        var nodes = CSharpSyntaxTree.ParseText(text, Oracle.Compilations.Parse).GetRoot().DescendantNodes().OrderByDescending(node => node.Span.Length).ToList();
        foreach (var method in nodes.OfType<MethodDeclarationSyntax>().Where(m => m.Identifier.Text != "Main"))
            yield return Without(method);
        foreach (var node in nodes)
        {
            if (node is StatementSyntax or CatchClauseSyntax or ElseClauseSyntax or FinallyClauseSyntax or SwitchSectionSyntax or CatchFilterClauseSyntax)
                yield return Without(node);
            if (node is StatementSyntax statement)
                foreach (var part in statement.ChildNodes().SelectMany(Parts))
                    yield return With(node, part.ToString());
        }
        foreach (var expression in nodes.OfType<ExpressionSyntax>().Where(e => e is not (LiteralExpressionSyntax or TypeSyntax or IdentifierNameSyntax)))
        {
            foreach (var operand in expression.DescendantNodes().OfType<ExpressionSyntax>().Where(e => e is not TypeSyntax or IdentifierNameSyntax).Take(6))
                yield return With(expression, operand.ToString());
            yield return With(expression, "1");
            yield return With(expression, "true");
        }

        string Without(SyntaxNode node) => text.Remove(node.SpanStart, node.Span.Length);

        string With(SyntaxNode node, string replacement) => Without(node).Insert(node.SpanStart, replacement);
    }

    private static IEnumerable<StatementSyntax> Parts(SyntaxNode child) => child switch
    {
        StatementSyntax statement => [statement],
        ElseClauseSyntax otherwise => [otherwise.Statement],
        CatchClauseSyntax clause => [clause.Block],
        FinallyClauseSyntax clause => [clause.Block],
        SwitchSectionSyntax section => section.Statements.Where(s => s is not BreakStatementSyntax),
        _ => [],
    };
}
