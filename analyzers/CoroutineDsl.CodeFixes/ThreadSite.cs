using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Analyzers;

/// <summary>The statements that start a thread, which nobody asks for anything afterwards but its end.</summary>
/// <param name="Start">The statement that starts it.</param>
/// <param name="Argument">What it is started with.</param>
/// <param name="Others">The statements before that: the declaration of its variable, its name, that it runs in the background.</param>
/// <param name="Name">Its variable, where its end is waited for.</param>
/// <param name="Joins">The calls that do that.</param>
internal sealed record ThreadSite(StatementSyntax Start, ExpressionSyntax? Argument, IReadOnlyList<StatementSyntax> Others, string? Name, IReadOnlyList<InvocationExpressionSyntax> Joins)
{
    /// <summary>The thread that a lambda or method group is given to; null where its value is used.</summary>
    internal static ThreadSite? Of(Place site, ExpressionSyntax body)
    {
        if (body.Parent is not ArgumentSyntax { Parent.Parent: ExpressionSyntax taker } given) return null;
        if (taker is InvocationExpressionSyntax call) return Statement(call) is { } queued ? new(queued, call.ArgumentList.Arguments.SkipWhile(a => a != given).Skip(1).FirstOrDefault()?.Expression, [], null, []) : null;
        if (taker is not BaseObjectCreationExpressionSyntax creation) return null;
        var made = creation.Parent is ParenthesizedExpressionSyntax parenthesized ? parenthesized : (ExpressionSyntax)creation;
        if (made.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Start", Parent: InvocationExpressionSyntax started })
            return Statement(started) is { } start ? new(start, started.ArgumentList.Arguments.FirstOrDefault()?.Expression, [], null, []) : null;
        return made.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent.Parent: LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } declaration } declarator }
            ? OfVariable(site, declarator, declaration)
            : null;
    }

    private static ThreadSite? OfVariable(Place site, VariableDeclaratorSyntax declarator, LocalDeclarationStatementSyntax declaration)
    {
        if (site.Model.GetDeclaredSymbol(declarator, site.Token) is not { } variable || declaration.Parent is not BlockSyntax block) return null;
        var others = new List<StatementSyntax> { declaration };
        var joins = new List<InvocationExpressionSyntax>();
        (StatementSyntax Statement, ExpressionSyntax? Argument)? start = null;
        foreach (var name in block.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == declarator.Identifier.ValueText))
        {
            if (!CoroutineContext.Same(site.Model.GetSymbolInfo(name, site.Token).Symbol, variable)) continue;
            if (name.Parent is not MemberAccessExpressionSyntax access || access.Expression != name) return null;
            switch (access.Parent)
            {
                case InvocationExpressionSyntax { Parent: ExpressionStatementSyntax statement } call when access.Name.Identifier.ValueText == "Start" && start is null:
                    start = (statement, call.ArgumentList.Arguments.FirstOrDefault()?.Expression);
                    break;
                case InvocationExpressionSyntax { Parent: ExpressionStatementSyntax } call when access.Name.Identifier.ValueText == "Join":
                    joins.Add(call);
                    break;
                case AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax statement } when access.Name.Identifier.ValueText is "IsBackground" or "Name" or "Priority":
                    others.Add(statement);
                    break;
                default:
                    return null;
            }
        }
        if (start is not { } found || others.Any(other => other.Parent is not BlockSyntax)) return null;
        if (joins.Count == 0) return new(found.Statement, found.Argument, others, null, []);
        // the greenlet's variable begins where it is spawned
        return found.Statement.Parent == block && joins.All(join => join.SpanStart > found.Statement.SpanStart) ? new(found.Statement, found.Argument, others, declarator.Identifier.ValueText, joins) : null;
    }

    private static StatementSyntax? Statement(ExpressionSyntax expression) => expression.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax statement } => statement,
        _ => null,
    };
}
