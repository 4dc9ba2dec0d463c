using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// Keeps the signature of a method that gives a task, for an interface of another assembly or for <c>async</c> code that awaits it, and moves its body to a coroutine.
/// <code>
/// [Coroutine] public async Task&lt;int&gt; LoadAsync(string key, CancellationToken token) { .. }
/// public Task&lt;int&gt; LoadAsync(string key, CancellationToken token) => Spawn(Load(key, token), token: token).AsTask();
/// [Coroutine] private IEnumerator&lt;Yield&lt;int&gt;&gt; Load(string key, CancellationToken token) { .. }
/// </code>
/// </summary>
internal static class Bridge
{
    /// <summary>Whether the task is what the method has to give: its type is fixed elsewhere, or plain <c>async</c> code awaits it.</summary>
    internal static async Task<bool> IsNeededAsync(IMethodSymbol method, Solution solution, CoroutineContext coroutines, CancellationToken token)
    {
        if (!CanBe(method, coroutines, token)) return false;
        if (await MethodFamily.OfAsync(method, solution, token).ConfigureAwait(false) is not { } family) return true;
        foreach (var member in family)
            foreach (var (document, use) in await References.OfAsync(member, solution, token).ConfigureAwait(false))
                if (References.CallOf(use) is { } call && IsAwaited(call) && await Place.OfAsync(document, use, token).ConfigureAwait(false) is { } place && !IsInMarked(place)) return true;
        return false;
    }

    internal static async Task<Solution> ApplyAsync(Project project, IMethodSymbol method, CancellationToken token)
    {
        var declaration = (MethodDeclarationSyntax)await method.DeclaringSyntaxReferences[0].GetSyntaxAsync(token).ConfigureAwait(false);
        if (project.Solution.GetDocument(declaration.SyntaxTree) is not { } home || await Place.OfAsync(home, declaration, token).ConfigureAwait(false) is not { } place || Name(method) is not { } name) return project.Solution;
        var editor = await DocumentEditor.CreateAsync(home, token).ConfigureAwait(false);
        editor.InsertAfter(declaration, Coroutine(place, declaration, method, name));
        editor.ReplaceNode(declaration, Kept(place, declaration, method, name));
        Usings.Ensure(editor, place, "System.Collections.Generic");
        return editor.GetChangedDocument().Project.Solution;
    }

    private static bool CanBe(IMethodSymbol method, CoroutineContext coroutines, CancellationToken token) =>
        method is { MethodKind: MethodKind.Ordinary, IsGenericMethod: false, IsAbstract: false, IsExtern: false, DeclaringSyntaxReferences: [var declaration] }
        && coroutines.IsTaskLike(method.ReturnType) && method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask" }
        && declaration.GetSyntax(token) is MethodDeclarationSyntax && method.Parameters.All(p => p.RefKind == RefKind.None && !p.Type.IsRefLikeType)
        && !(method.IsStatic && method.Name == "Main") && Name(method) is not null;

    private static bool IsAwaited(SyntaxNode call) => call.Parent switch
    {
        AwaitExpressionSyntax => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax { Parent: AwaitExpressionSyntax } } => true,
        MemberBindingExpressionSyntax or MemberAccessExpressionSyntax => false,
        ConditionalAccessExpressionSyntax access => IsAwaited(access),
        _ => false,
    };

    private static bool IsInMarked(Place place) => EnclosingFunction.Of(place.Node, place.Model, place.Token) is { } around && place.Coroutines.IsMarked(around);

    /// <summary>The coroutine's name: without <c>Async</c>, or with <c>Co</c> before it; null where both are taken.</summary>
    private static string? Name(IMethodSymbol method)
    {
        const string Suffix = "Async";
        var plain = method.Name.Length > Suffix.Length && method.Name.EndsWith(Suffix, StringComparison.Ordinal) ? method.Name.Substring(0, method.Name.Length - Suffix.Length) : method.Name;
        return new[] { plain, "Co" + plain }.FirstOrDefault(name => name != method.Name && !IsTaken(name, method.ContainingType));
    }

    private static bool IsTaken(string name, INamedTypeSymbol type)
    {
        for (var around = type; around is not null; around = around.BaseType)
            if (around.GetMembers(name).Length > 0 || around.GetMembers(name + "Coroutine").Length > 0) return true;
        return type.Name == name;
    }

    private static MethodDeclarationSyntax Kept(Place place, MethodDeclarationSyntax declaration, IMethodSymbol method, string name)
    {
        var call = Syntax.Call(IdentifierName(name), [.. method.Parameters.Select(parameter => IdentifierName(parameter.Name))]);
        var spawn = Syntax.Call(Syntax.StaticMember(place, "Greenlet", "Spawn"), call);
        if (method.Parameters.FirstOrDefault(parameter => parameter.Type is { Name: "CancellationToken", ContainingNamespace.Name: "Threading" }) is { } token)
            spawn = spawn.AddArgumentListArguments(Argument(NameColon("token"), default, IdentifierName(token.Name)));
        ExpressionSyntax task = InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, spawn, IdentifierName("AsTask")));
        if (method.ReturnType.Name == "ValueTask") task = ImplicitObjectCreationExpression(ArgumentList(SingletonSeparatedList(Argument(task))), null);
        var trivia = declaration.GetLeadingTrivia();
        return declaration
            .WithAttributeLists(Without(declaration.AttributeLists, place))
            .WithModifiers(TokenList(declaration.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.AsyncKeyword))))
            .WithBody(null)
            .WithExpressionBody(ArrowExpressionClause(task.NormalizeWhitespace()).NormalizeWhitespace().WithLeadingTrivia(Space))
            .WithParameterList(declaration.ParameterList.WithTrailingTrivia())
            .WithSemicolonToken(Token(SyntaxKind.SemicolonToken))
            .WithLeadingTrivia(trivia)
            .WithTrailingTrivia(ElasticLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static SyntaxList<AttributeListSyntax> Without(SyntaxList<AttributeListSyntax> lists, Place place) => List(lists
        .Select(list => list.WithAttributes(SeparatedList(list.Attributes.Where(attribute => !IsMark(attribute, place)))))
        .Where(list => list.Attributes.Count > 0));

    private static bool IsMark(AttributeSyntax attribute, Place place) =>
        place.Model.GetSymbolInfo(attribute, place.Token).Symbol?.ContainingType is { Name: "CoroutineAttribute", ContainingNamespace.Name: "CoroutineDsl" };

    private static MethodDeclarationSyntax Coroutine(Place place, MethodDeclarationSyntax declaration, IMethodSymbol method, string name)
    {
        var made = MakeCoroutine.Rewrite(place, declaration, method);
        var isStatic = made.Modifiers.Any(SyntaxKind.StaticKeyword);
        SyntaxKind[] kinds = isStatic ? [SyntaxKind.PrivateKeyword, SyntaxKind.StaticKeyword] : [SyntaxKind.PrivateKeyword];
        var bare = made
            .WithIdentifier(Identifier(name))
            .WithAttributeLists(default)
            .WithModifiers(TokenList(kinds.Select(kind => Token(kind).WithTrailingTrivia(Space))))
            .WithReturnType(made.ReturnType.WithLeadingTrivia())
            .WithLeadingTrivia(ElasticLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
        return Syntax.Marked(bare).WithLeadingTrivia(ElasticLineFeed);
    }
}
