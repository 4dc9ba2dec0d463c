using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace CoroutineDsl.Analyzers;

/// <summary>Gives a method the type of a coroutine, for which its callers then have to wait.</summary>
internal static class ChangeOfType
{
    /// <summary>Whether nothing else says what type the method has, and each use of it is a call.</summary>
    internal static async Task<bool> IsPossibleAsync(IMethodSymbol method, Solution solution, CancellationToken token)
    {
        if (!IsFree(method)) return false;
        foreach (var (_, use) in await References.OfAsync(method, solution, token).ConfigureAwait(false))
            if (References.CallOf(use) is null && !References.IsInNameOf(use)) return false;
        return true;
    }

    /// <summary>Lets the callers wait, if they are to, and the method be changed by <paramref name="rewrite"/>.</summary>
    internal static async Task<Solution> ApplyAsync(
        Project project, IMethodSymbol method, bool callersWait, CancellationToken token, Action<DocumentEditor, Place, MethodDeclarationSyntax> rewrite)
    {
        var editors = new SolutionEditor(project.Solution);
        if (callersWait) await LetCallersWaitAsync(editors, method, project.Solution, token).ConfigureAwait(false);
        var declaration = (MethodDeclarationSyntax)await method.DeclaringSyntaxReferences[0].GetSyntaxAsync(token).ConfigureAwait(false);
        if (project.GetDocument(declaration.SyntaxTree) is not { } home || await Place.OfAsync(home, declaration, token).ConfigureAwait(false) is not { } place) return project.Solution;
        rewrite(await editors.GetDocumentEditorAsync(home.Id, token).ConfigureAwait(false), place, declaration);
        return editors.GetChangedSolution();
    }

    private static async Task LetCallersWaitAsync(SolutionEditor editors, IMethodSymbol method, Solution solution, CancellationToken token)
    {
        foreach (var (document, use) in await References.OfAsync(method, solution, token).ConfigureAwait(false))
        {
            if (References.CallOf(use) is not { } call) continue;
            var editor = await editors.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(call, (current, _) => Syntax.Await((ExpressionSyntax)current));
            if (await Place.OfAsync(document, call, token).ConfigureAwait(false) is { } site) Usings.Ensure(editor, site, "CoroutineDsl");
        }
    }

    private static bool IsFree(IMethodSymbol method) =>
        !method.IsVirtual && !method.IsOverride && !method.IsAbstract && !method.IsExtern && method.PartialDefinitionPart is null && method.PartialImplementationPart is null
        && method.DeclaringSyntaxReferences.Length == 1
        && method.Parameters.All(p => p.RefKind == RefKind.None && !p.Type.IsRefLikeType) && !method.ReturnType.IsRefLikeType && !method.ReturnsByRef && !method.ReturnsByRefReadonly
        && !method.ContainingType.AllInterfaces.SelectMany(i => i.GetMembers(method.Name))
            .Any(member => CoroutineContext.Same(method.ContainingType.FindImplementationForInterfaceMember(member), method));
}
