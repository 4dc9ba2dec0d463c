using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO010: makes the field a CoLocal, of which each greenlet has its own value.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ThreadBoundStateFix)), Shared]
public sealed class ThreadBoundStateFix : SymbolFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [ThreadBoundStateAnalyzer.Id];

    private protected override string Key => ThreadBoundStateAnalyzer.Id;

    private protected override string Title(ISymbol target) => $"Make '{target.Name}' a CoLocal";

    private protected override async Task<ISymbol?> TargetAsync(FixSite site)
    {
        if (site.Coroutines.Find("CoroutineDsl.CoLocal`1") is null || Field(site) is not { } field || Declarator(field, site.Token) is not { } declarator) return null;
        var isThreadLocal = IsThreadLocal(field);
        if (isThreadLocal && !CanBeMade(declarator.Initializer?.Value)) return null;
        foreach (var (_, use) in await References.OfAsync(field, site.Document.Project.Solution, site.Token).ConfigureAwait(false))
            if (isThreadLocal ? !IsValueAccess(use) : References.Whole(use).Parent is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } or RefExpressionSyntax) return null;
        return field;
    }

    private protected override async Task<Solution> ApplyAsync(Project project, ISymbol target, CancellationToken token)
    {
        var field = (IFieldSymbol)target;
        var editors = new SolutionEditor(project.Solution);
        if (!IsThreadLocal(field))
        {
            foreach (var (document, use) in await References.OfAsync(field, project.Solution, token).ConfigureAwait(false))
            {
                var editor = await editors.GetDocumentEditorAsync(document.Id, token).ConfigureAwait(false);
                editor.ReplaceNode(References.Whole(use), (current, _) =>
                    MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, (ExpressionSyntax)current.WithoutTrivia(), IdentifierName("Value")).WithTriviaFrom(current));
            }
        }
        var declaration = (FieldDeclarationSyntax)Declarator(field, token)!.Parent!.Parent!;
        if (project.GetDocument(declaration.SyntaxTree) is not { } home) return project.Solution;
        var homeEditor = await editors.GetDocumentEditorAsync(home.Id, token).ConfigureAwait(false);
        homeEditor.ReplaceNode(declaration, (current, _) => Local((FieldDeclarationSyntax)current, IsThreadLocal(field)));
        return editors.GetChangedSolution();
    }

    private static FieldDeclarationSyntax Local(FieldDeclarationSyntax declaration, bool isThreadLocal)
    {
        var variable = declaration.Declaration.Variables[0];
        var valueType = isThreadLocal ? ((GenericNameSyntax)RightMost(declaration.Declaration.Type)!).TypeArgumentList.Arguments[0] : declaration.Declaration.Type.WithoutTrivia();
        var type = ParseTypeName($"global::CoroutineDsl.CoLocal<{valueType}>").WithAdditionalAnnotations(Simplifier.Annotation);
        var arguments = isThreadLocal
            ? (variable.Initializer!.Value as BaseObjectCreationExpressionSyntax)!.ArgumentList ?? ArgumentList()
            : variable.Initializer is { } initial ? ArgumentList(SingletonSeparatedList(Argument(ParenthesizedLambdaExpression(initial.Value)))) : ArgumentList();
        var made = ImplicitObjectCreationExpression(arguments.WithoutTrivia(), null).NormalizeWhitespace();
        var result = declaration.WithDeclaration(declaration.Declaration
            .WithType(type.WithTriviaFrom(declaration.Declaration.Type))
            .WithVariables(SingletonSeparatedList(variable.WithIdentifier(variable.Identifier.WithTrailingTrivia(Space)).WithInitializer(EqualsValueClause(Token(SyntaxKind.EqualsToken).WithTrailingTrivia(Space), made)))));
        return isThreadLocal ? result : WithoutThreadStatic(result);
    }

    private static FieldDeclarationSyntax WithoutThreadStatic(FieldDeclarationSyntax declaration)
    {
        var lead = declaration.GetLeadingTrivia();
        var lists = declaration.AttributeLists
            .Select(list => list.WithAttributes(SeparatedList(list.Attributes.Where(a => RightMost(a.Name) is not { Identifier.ValueText: "ThreadStatic" or "ThreadStaticAttribute" }))))
            .Where(list => list.Attributes.Count > 0);
        var result = declaration.WithAttributeLists(List(lists)).WithLeadingTrivia(lead);
        return result.Modifiers.Any(SyntaxKind.ReadOnlyKeyword) ? result : result.AddModifiers(Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(Space));
    }

    private static SimpleNameSyntax? RightMost(TypeSyntax type) => type switch
    {
        QualifiedNameSyntax qualified => qualified.Right,
        AliasQualifiedNameSyntax alias => alias.Name,
        _ => type as SimpleNameSyntax,
    };

    private static IFieldSymbol? Field(FixSite site)
    {
        var symbol = site.Model.GetSymbolInfo(site.Node, site.Token).Symbol;
        if (symbol is IPropertySymbol && site.Node.FirstAncestorOrSelf<MemberAccessExpressionSyntax>() is { } access) symbol = site.Model.GetSymbolInfo(access.Expression, site.Token).Symbol;
        return symbol as IFieldSymbol;
    }

    private static VariableDeclaratorSyntax? Declarator(IFieldSymbol field, CancellationToken token) =>
        field.DeclaringSyntaxReferences.Length == 1
        && field.DeclaringSyntaxReferences[0].GetSyntax(token) is VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax } } declarator
            ? declarator
            : null;

    private static bool IsThreadLocal(IFieldSymbol field) => field.Type is { Name: "ThreadLocal", ContainingNamespace.Name: "Threading" };

    /// <summary>Made without arguments, or with the function that makes a first value.</summary>
    private static bool CanBeMade(ExpressionSyntax? made) => made is BaseObjectCreationExpressionSyntax { Initializer: null } creation
        && (creation.ArgumentList is null || creation.ArgumentList.Arguments.All(a => a.Expression is AnonymousFunctionExpressionSyntax) && creation.ArgumentList.Arguments.Count < 2);

    private static bool IsValueAccess(SyntaxNode use) => References.Whole(use).Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Value" };
}
