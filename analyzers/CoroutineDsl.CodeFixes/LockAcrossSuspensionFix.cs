using System.Collections.Immutable;
using System.Composition;
using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO008: makes the field a CoLock, owned by the greenlet, and takes it cooperatively wherever it was locked.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LockAcrossSuspensionFix)), Shared]
public sealed class LockAcrossSuspensionFix : SymbolFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [LockAcrossSuspensionAnalyzer.Id];

    private protected override string Key => LockAcrossSuspensionAnalyzer.Id;

    private protected override string Title(ISymbol target) => $"Make '{target.Name}' a CoLock";

    private protected override async Task<ISymbol?> TargetAsync(FixSite site)
    {
        if (site.Coroutines.Find("CoroutineDsl.CoLock") is null || site.Node.FirstAncestorOrSelf<LockStatementSyntax>() is not { } statement) return null;
        if (site.Model.GetSymbolInfo(statement.Expression, site.Token).Symbol is not IFieldSymbol { DeclaredAccessibility: Accessibility.Private } field || Declaration(field, site.Token) is null) return null;
        foreach (var (document, use) in await References.OfAsync(field, site.Document.Project.Solution, site.Token).ConfigureAwait(false))
        {
            // where a plain method locks it too, another thread may: a CoLock is for one hub
            if (References.Whole(use).Parent is not LockStatementSyntax || await Place.OfAsync(document, use, site.Token).ConfigureAwait(false) is not { IsInCoroutine: true }) return null;
        }
        return field;
    }

    private protected override async Task<Solution> ApplyAsync(Project project, ISymbol target, CancellationToken token)
    {
        var editors = new SolutionEditor(project.Solution);
        foreach (var (document, use) in await References.OfAsync(target, project.Solution, token).ConfigureAwait(false))
        {
            if (References.Whole(use).Parent is not LockStatementSyntax statement) continue;
            var editor = await editors.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
            editor.ReplaceNode(statement, (current, _) => Held((LockStatementSyntax)current));
        }
        var declaration = Declaration((IFieldSymbol)target, token)!;
        if (project.GetDocument(declaration.SyntaxTree) is not { } home) return project.Solution;
        var homeEditor = await editors.GetDocumentEditorAsync(home.Id, token).ConfigureAwait(false);
        homeEditor.ReplaceNode(declaration, (current, _) => Local((FieldDeclarationSyntax)current));
        return editors.GetChangedSolution();
    }

    /// <summary><c>lock (gate) { body }</c> -> <c>using (gate.Hold().Await()) { body }</c></summary>
    private static UsingStatementSyntax Held(LockStatementSyntax statement)
    {
        var hold = AwaitSyntax.Await(AwaitSyntax.Call(statement.Expression.WithoutTrivia(), "Hold"));
        return UsingStatement(
            Token(SyntaxKind.UsingKeyword).WithTriviaFrom(statement.LockKeyword), statement.OpenParenToken, null, hold, statement.CloseParenToken, statement.Statement);
    }

    private static FieldDeclarationSyntax Local(FieldDeclarationSyntax declaration)
    {
        var variable = declaration.Declaration.Variables[0];
        var type = ParseTypeName("global::CoroutineDsl.CoLock").WithAdditionalAnnotations(Simplifier.Annotation);
        return declaration.WithDeclaration(declaration.Declaration
            .WithType(type.WithTriviaFrom(declaration.Declaration.Type))
            .WithVariables(SingletonSeparatedList(variable.WithInitializer(variable.Initializer!.WithValue(ImplicitObjectCreationExpression())))));
    }

    private static FieldDeclarationSyntax? Declaration(IFieldSymbol field, CancellationToken token) =>
        field.DeclaringSyntaxReferences.Length == 1
        && field.DeclaringSyntaxReferences[0].GetSyntax(token) is VariableDeclaratorSyntax
        {
            Initializer.Value: BaseObjectCreationExpressionSyntax { Initializer: null },
            Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax declaration },
        }
            ? declaration
            : null;
}
