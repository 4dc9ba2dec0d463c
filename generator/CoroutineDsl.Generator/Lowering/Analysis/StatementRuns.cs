using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>Consecutive statements of one list of which none suspends: their common locals can stay as they are.</summary>
internal sealed class Run(List<StatementSyntax> statements)
{
    public IReadOnlyList<StatementSyntax> Statements { get; } = statements;

    public TextSpan Span { get; } = TextSpan.FromBounds(statements[0].SpanStart, statements[statements.Count - 1].Span.End);
}

/// <summary>The runs of all statement lists that contain a suspension.</summary>
internal sealed class StatementRuns
{
    private readonly Dictionary<StatementSyntax, Run> _runs = [];

    public static StatementRuns Find(LoweringContext context)
    {
        var result = new StatementRuns();
        result.Split(context.Body.Statements, context.Suspensions);
        foreach (var node in Functions.OwnNodes(context.Body))
        {
            if (node is BlockSyntax block && node != context.Body && IsFlattened(block, context.Suspensions))
                result.Split(block.Statements, context.Suspensions);
            else if (node is SwitchSectionSyntax section && context.Suspensions.IsMarked(section.Parent))
                result.Split(section.Statements, context.Suspensions);
        }
        return result;
    }

    public Run? Of(StatementSyntax statement) => _runs.TryGetValue(statement, out var run) ? run : null;

    /// <summary>A block is taken apart if it suspends, and if it is the block of a try statement that does.</summary>
    private static bool IsFlattened(BlockSyntax block, Suspensions suspensions) => suspensions.IsMarked(block) || block.Parent switch
    {
        TryStatementSyntax statement => suspensions.IsMarked(statement),
        CatchClauseSyntax clause => suspensions.IsMarked(clause.Parent),
        FinallyClauseSyntax clause => suspensions.IsMarked(clause.Parent),
        _ => false,
    };

    private void Split(SyntaxList<StatementSyntax> statements, Suspensions suspensions)
    {
        var current = new List<StatementSyntax>();
        for (var i = 0; i < statements.Count; i++)
        {
            // the resource of `using var` lives to the end of the list
            var endsRun = suspensions.IsMarked(statements[i]) || statements[i] is LabeledStatementSyntax
                || IsUsing(statements[i]) && statements.Skip(i + 1).Any(s => suspensions.IsMarked(s) || s is LabeledStatementSyntax);
            if (endsRun)
                Close(ref current);
            else
                current.Add(statements[i]);
        }
        Close(ref current);
    }

    private static bool IsUsing(StatementSyntax statement) => statement is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 };

    private void Close(ref List<StatementSyntax> current)
    {
        if (current.Count == 0)
            return;
        var run = new Run(current);
        foreach (var statement in current)
            _runs.Add(statement, run);
        current = [];
    }
}
