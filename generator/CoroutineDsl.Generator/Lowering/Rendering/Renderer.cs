using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Lowering.Rendering;

/// <summary>What the text rendered since the last instruction asks of the place where it goes.</summary>
internal sealed record Needs(bool NeedsBlock, IReadOnlyCollection<string> Targets, IReadOnlyList<CodeText> Functions);

/// <summary>
/// Copies the user's code, token by token, with its comments, and changes only what must be: variables by symbol to their storage,
/// what was evaluated before to its temporary, jumps to their labels. Preprocessor directives are left out; inactive text too.
/// </summary>
internal sealed partial class Renderer(LoweringContext context, Jumps jumps)
{
    private readonly Dictionary<SyntaxNode, CodeText> _replaced = [];
    private readonly Dictionary<SyntaxToken, CodeText> _tokens = [];
    private readonly HashSet<string> _targets = [];
    private readonly List<ISymbol> _functions = [];
    private bool _needsBlock;
    private int _nesting;

    private SemanticModel Model => context.Model;

    /// <summary>From now on <paramref name="node"/> is rendered as <paramref name="text"/>.</summary>
    public void Replace(SyntaxNode node, CodeText text) => _replaced[node] = text;

    public bool IsReplaced(SyntaxNode node) => _replaced.ContainsKey(node);

    /// <summary>The text declares locals: it must stand in a block of its own.</summary>
    public void NeedBlock() => _needsBlock = true;

    public Needs TakeNeeds()
    {
        var functions = RenderFunctions();
        var needs = new Needs(_needsBlock, [.. _targets], functions);
        _needsBlock = false;
        _targets.Clear();
        return needs;
    }

    /// <summary>A reference to a variable, wherever it will be stored.</summary>
    public CodeText To(Variable variable, Access access)
    {
        CodeText text = variable.Scope is { } scope
            ? Member(scope, variable)
            : CodeText.Of(variable, variable.Constant is null ? access : Access.Read);
        if (access != Access.Read || !TypeNames.IsStoredAsObject(variable.Type, context))
            return text;
        var (before, after) = context.Anonymous.Cast(variable.Type!);
        return $"{before}{text}{after}";
    }

    private CodeText Member(CaptureScope scope, Variable variable) =>
        $"{CodeText.Of(scope.Holder, _nesting > 0 ? Access.Captured : Access.Read)}.{variable.Name}";

    /// <summary>A node without the trivia around it.</summary>
    public CodeText Render(SyntaxNode node) => Special(node) ?? Copy(node);

    /// <summary>Statements of one list, with what stands between them.</summary>
    public CodeText RenderRun(IReadOnlyList<StatementSyntax> statements)
    {
        var text = new CodeText();
        for (var i = 0; i < statements.Count; i++)
        {
            if (i > 0)
                Trivia(statements[i].GetLeadingTrivia(), text);
            WriteInner(statements[i], text);
            if (i < statements.Count - 1)
                Trivia(statements[i].GetTrailingTrivia(), text);
        }
        return text;
    }

    private void WriteInner(SyntaxNode node, CodeText text)
    {
        if (Special(node) is not { } special)
        {
            CopyInner(node, text);
            return;
        }
        text.AppendToken(special);
        if (node is not IdentifierNameSyntax) // most are names, which have one line
            text.AppendLiteral(Missing(node.SyntaxTree, node.Span, special));
    }

    /// <summary>The line breaks that a part of the file has and what stands for it has not: what follows stands in its own line then.</summary>
    private static string Missing(SyntaxTree file, TextSpan span, CodeText text)
    {
        var lines = file.GetText().Lines;
        var spanned = lines.IndexOf(span.End) - lines.IndexOf(span.Start);
        return spanned == 0 ? "" : new string('\n', Math.Max(0, spanned - text.LineBreaks));
    }

    private CodeText Copy(SyntaxNode node)
    {
        var text = new CodeText();
        CopyInner(node, text);
        return text;
    }

    /// <summary>The children of a node, with the trivia between them but not around them.</summary>
    private void CopyInner(SyntaxNode node, CodeText text)
    {
        var children = node.ChildNodesAndTokens();
        var isNested = Functions.Is(node) || node is QueryBodySyntax;
        if (isNested)
            _nesting++;
        for (var i = 0; i < children.Count; i++)
        {
            var child = children[i];
            if (i > 0)
                Trivia(child.GetLeadingTrivia(), text);
            if (child.AsNode() is { } inner)
                WriteInner(inner, text);
            else
                text.AppendToken(_tokens.TryGetValue(child.AsToken(), out var changed) ? changed : child.AsToken().Text);
            if (i < children.Count - 1)
                Trivia(child.GetTrailingTrivia(), text);
        }
        if (isNested)
            _nesting--;
    }

    private static void Trivia(SyntaxTriviaList trivia, CodeText text)
    {
        foreach (var item in trivia)
            if (item.IsDirective || item.IsKind(SyntaxKind.DisabledTextTrivia))
                text.AppendLiteral(new string('\n', item.ToFullString().Count(c => c == '\n')));
            else if (item.IsKind(SyntaxKind.EndOfLineTrivia))
                text.AppendLiteral("\n");
            else if (!item.IsKind(SyntaxKind.SkippedTokensTrivia))
                text.AppendLiteral(item.ToFullString());
    }

    /// <summary>The text of a node that is not simply copied; null if it is.</summary>
    private CodeText? Special(SyntaxNode node)
    {
        if (_replaced.TryGetValue(node, out var text))
            return text;
        return node switch
        {
            // without its parentheses, a temporary cannot be taken for the type of a cast
            ParenthesizedExpressionSyntax parenthesized when IsReplaced(parenthesized.Expression) => Render(parenthesized.Expression),
            IdentifierNameSyntax name => Name(name),
            GenericNameSyntax name when !IsMemberName(name) => Qualified(name, Model.GetSymbolInfo(name, context.Cancel).Symbol),
            InvocationExpressionSyntax call => Call(call),
            BaseObjectCreationExpressionSyntax creation => CallWithCallerInfo(creation, creation.ArgumentList),
            MemberBindingExpressionSyntax or ElementBindingExpressionSyntax => Binding((ExpressionSyntax)node),
            AnonymousObjectMemberDeclaratorSyntax member => AnonymousMember(member),
            ArgumentSyntax { Parent: TupleExpressionSyntax tuple } argument => TupleElement(argument, tuple),
            InterpolationSyntax hole => Interpolation(hole),
            DeclarationExpressionSyntax declaration => Declaration(declaration),
            SingleVariableDesignationSyntax designation => Designation(designation),
            IsPatternExpressionSyntax match => IsPattern(match),
            CasePatternSwitchLabelSyntax label when IsStored(label.Pattern) => RenderCaseLabel(label),
            SwitchExpressionArmSyntax arm when IsStored(arm.Pattern) => Arm(arm),
            LocalDeclarationStatementSyntax declaration => LocalDeclaration(declaration),
            LocalFunctionStatementSyntax function => LocalFunction(function),
            CatchClauseSyntax clause when _nesting == 0 => CatchClause(clause),
            StatementSyntax statement when _nesting == 0 => Statement(statement),
            _ => null,
        };
    }

    private CodeText Arm(SwitchExpressionArmSyntax arm) => $"{RenderArm(arm)} => {Render(arm.Expression)}";
}
