using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// Gives a method, and all that its type is bound to, the type of a coroutine. Its callers wait for it then, as they did when it was a call; the handler of an accept loop or of an event is spawned, and
/// a delegate made of its name becomes a lambda that waits.
/// </summary>
internal static class ChangeOfType
{
    /// <summary>Whether everything that fixes the type of the method can change with it, and each use of it can be written anew.</summary>
    internal static async Task<bool> IsPossibleAsync(IMethodSymbol method, Solution solution, CancellationToken token)
    {
        if (await MethodFamily.OfAsync(method, solution, token).ConfigureAwait(false) is not { } family) return false;
        foreach (var member in family)
            foreach (var (_, use) in await References.OfAsync(member, solution, token).ConfigureAwait(false))
                if (References.CallOf(use) is null && !References.IsInNameOf(use) && !References.IsInComment(use) && !CanBeLambda(use, member)) return false;
        return true;
    }

    /// <summary>Changes the family of a method and its callers.</summary>
    /// <param name="project">The project that the method is in.</param>
    /// <param name="method">The method.</param>
    /// <param name="callersWait">Whether the callers are changed: where the method gave a task, they wait already.</param>
    /// <param name="token">Ends it.</param>
    internal static async Task<Solution> ApplyAsync(Project project, IMethodSymbol method, bool callersWait, CancellationToken token)
    {
        var solution = project.Solution;
        if (await MethodFamily.OfAsync(method, solution, token).ConfigureAwait(false) is not { } family) return solution;
        var editors = new SolutionEditor(solution);
        var changed = new HashSet<SyntaxNode>(); // a call of an interface's method is one of what implements it
        foreach (var member in family)
        {
            if (callersWait) await ChangeUsesAsync(editors, member, solution, changed, token).ConfigureAwait(false);
            var declaration = (MethodDeclarationSyntax)await member.DeclaringSyntaxReferences[0].GetSyntaxAsync(token).ConfigureAwait(false);
            if (solution.GetDocument(declaration.SyntaxTree) is not { } home || await Place.OfAsync(home, declaration, token).ConfigureAwait(false) is not { } place) continue;
            if (place.Coroutines.IsCoroutineType(member.ReturnType) && (member.IsAbstract || IteratorBody.Yields(declaration))) continue; // it went with another of the family
            var editor = await editors.GetDocumentEditorAsync(home.Id, token).ConfigureAwait(false);
            var isMarked = place.Coroutines.IsMarked(member);
            editor.ReplaceNode(declaration, (current, _) =>
            {
                var made = MakeCoroutine.Rewrite(place, (MethodDeclarationSyntax)current, member);
                return isMarked ? made : Syntax.Marked(made);
            });
            Usings.Ensure(editor, place, "System.Collections.Generic");
            if (isMarked) continue; // CORO001 tells of a type that is not partial
            foreach (var type in declaration.Ancestors().OfType<TypeDeclarationSyntax>())
                if (!type.Modifiers.Any(SyntaxKind.PartialKeyword)) editor.ReplaceNode(type, PartialTypeFix.MakePartial);
        }
        return editors.GetChangedSolution();
    }

    private static async Task ChangeUsesAsync(SolutionEditor editors, IMethodSymbol method, Solution solution, HashSet<SyntaxNode> changed, CancellationToken token)
    {
        foreach (var (document, use) in await References.OfAsync(method, solution, token).ConfigureAwait(false))
        {
            if (!changed.Add(use) || References.IsInNameOf(use) || References.IsInComment(use) || await Place.OfAsync(document, use, token).ConfigureAwait(false) is not { } site) continue;
            var editor = await editors.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            if (References.CallOf(use) is { } call)
                editor.ReplaceNode(call, (current, _) => Started(site, call, (ExpressionSyntax)current));
            else
                editor.ReplaceNode(References.Whole(use), (current, _) => Lambda(site, use, (ExpressionSyntax)current, method));
            Usings.Ensure(editor, site, "CoroutineDsl");
        }
    }

    private static ExpressionSyntax Started(Place site, ExpressionSyntax original, ExpressionSyntax current) =>
        original.Parent is ExpressionStatementSyntax or LambdaExpressionSyntax or ArrowExpressionClauseSyntax && site.Model.GetOperation(original, site.Token) is { } operation
        && BestStart.OfCall(operation) == Start.Spawn
            ? Syntax.Call(Syntax.StaticMember(site, "Greenlet", "Spawn"), current.WithoutTrivia()).WithTriviaFrom(current)
            : Syntax.Await(current);

    /// <summary><c>new Thread(Work)</c> -> <c>new Thread(() => Work().Await())</c></summary>
    private static ExpressionSyntax Lambda(Place site, SyntaxNode use, ExpressionSyntax group, IMethodSymbol method)
    {
        var names = method.Parameters.Select(p => Identifier(p.Name)).ToArray();
        var call = Syntax.Call(group.WithoutTrivia(), [.. names.Select(IdentifierName)]);
        var body = IsSubscription(use) ? Syntax.Call(Syntax.StaticMember(site, "Greenlet", "Spawn"), call) : Syntax.Await(call);
        LambdaExpressionSyntax lambda = names.Length == 1
            ? SimpleLambdaExpression(Parameter(names[0]), body)
            : ParenthesizedLambdaExpression(ParameterList(SeparatedList(names.Select(Parameter))), body);
        return lambda.NormalizeWhitespace().WithTriviaFrom(group);
    }

    /// <summary>A method group that makes a delegate; not one that takes a handler away again, and not of an object that would be evaluated later.</summary>
    private static bool CanBeLambda(SyntaxNode use, IMethodSymbol method)
    {
        var group = References.Whole(use);
        if (use is not SimpleNameSyntax || method.IsGenericMethod || group is MemberAccessExpressionSyntax { Expression: not (SimpleNameSyntax or ThisExpressionSyntax or MemberAccessExpressionSyntax) }) return false;
        return group.Parent switch
        {
            ArgumentSyntax { RefKindKeyword.RawKind: 0 } or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax => true,
            AssignmentExpressionSyntax assignment => assignment.Right == group && !assignment.IsKind(SyntaxKind.SubtractAssignmentExpression),
            _ => false,
        };
    }

    private static bool IsSubscription(SyntaxNode use) => References.Whole(use).Parent.IsKind(SyntaxKind.AddAssignmentExpression);
}
