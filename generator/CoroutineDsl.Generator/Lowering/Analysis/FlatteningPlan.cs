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

/// <summary>
/// Which lists of statements are taken apart and which stay whole: decided once, here, and asked by everyone. Labels in a list that is taken apart are labels of the machine; what stands in it is
/// copied in runs; all else is copied as part of the statement it stands in.
/// </summary>
internal sealed class FlatteningPlan
{
    private readonly HashSet<SyntaxNode> _lists = [];
    private readonly Dictionary<StatementSyntax, Run> _runs = [];
    private readonly Suspensions _suspensions;

    public FlatteningPlan(LoweringContext context)
    {
        _suspensions = context.Suspensions;
        Flatten(context.Body, context.Body.Statements);
        foreach (var node in Functions.OwnNodes(context.Body))
            if (node is BlockSyntax block && node != context.Body && MustFlatten(block))
                Flatten(block, block.Statements);
            else if (node is SwitchSectionSyntax section && _suspensions.IsMarked(section.Parent))
                Flatten(section, section.Statements);
    }

    /// <summary>Whether a block or switch section is taken apart.</summary>
    public bool IsFlattened(SyntaxNode list) => _lists.Contains(list);

    /// <summary>Whether a statement stands in a list that is taken apart, behind labels or not.</summary>
    public bool StandsInFlattenedList(SyntaxNode statement)
    {
        var parent = statement.Parent;
        while (parent is LabeledStatementSyntax)
            parent = parent.Parent;
        return parent is not null && _lists.Contains(parent);
    }

    /// <summary>The run that a statement is copied with; null where it is taken apart, or is part of another.</summary>
    public Run? RunOf(StatementSyntax statement) => _runs.TryGetValue(statement, out var run) ? run : null;

    /// <summary>Whether a statement of a list is taken apart though it does not suspend, and so what it declares has no piece of code to stay in.</summary>
    public bool IsTakenApart(StatementSyntax statement) =>
        statement is LabeledStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } && StandsInFlattenedList(statement) && RunOf(statement) is null;

    /// <summary>Whether a clause's exception is taken apart from what is copied: the clause stands at a try that is taken apart.</summary>
    public bool IsFlattened(CatchClauseSyntax clause) => _suspensions.IsMarked(clause.Parent);

    /// <summary>A block is taken apart if it suspends, and if it is a block of a try statement that does: what leaves it must find the labels around.</summary>
    private bool MustFlatten(BlockSyntax block) => _suspensions.IsMarked(block) || block.Parent switch
    {
        TryStatementSyntax statement => _suspensions.IsMarked(statement),
        CatchClauseSyntax clause => _suspensions.IsMarked(clause.Parent),
        FinallyClauseSyntax clause => _suspensions.IsMarked(clause.Parent),
        _ => false,
    };

    private void Flatten(SyntaxNode list, SyntaxList<StatementSyntax> statements)
    {
        _lists.Add(list);
        // the resource of `using var` lives to the end of the list
        var lastBreak = statements.LastIndexOf(Breaks);
        var current = new List<StatementSyntax>();
        for (var i = 0; i < statements.Count; i++)
            if (Breaks(statements[i]) || i < lastBreak && IsUsing(statements[i]))
                Close(ref current);
            else
                current.Add(statements[i]);
        Close(ref current);
    }

    private bool Breaks(StatementSyntax statement) => _suspensions.IsMarked(statement) || statement is LabeledStatementSyntax;

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
