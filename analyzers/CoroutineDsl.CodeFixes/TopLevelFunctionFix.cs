using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO002 and CORO013: makes a function among top-level statements a method of the class that they are in. Other such functions that it calls go with it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TopLevelFunctionFix)), Shared]
public sealed class TopLevelFunctionFix : CoroutineFix
{
    private const string Program = "Program";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [CoroutineSignatureAnalyzer.Id, UnmarkedCoroutineAnalyzer.Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        if (site.Node is not LocalFunctionStatementSyntax { Parent: GlobalStatementSyntax { Parent: CompilationUnitSyntax file } } function) yield break;
        if (WithCallees(function, site) is { } functions)
            yield return new("Make it a method of Program", CoroutineSignatureAnalyzer.Id + ".Method", editor => editor.ReplaceNode(file, (current, _) => Moved((CompilationUnitSyntax)current, functions, site.Diagnostic.Id == UnmarkedCoroutineAnalyzer.Id ? function.Identifier.ValueText : null)));
    }

    /// <summary>The names of all that have to be moved; null where one of them uses what is local to the statements, or its name is taken.</summary>
    private static HashSet<string>? WithCallees(LocalFunctionStatementSyntax function, FixSite site)
    {
        var names = new HashSet<string>();
        var next = new Stack<LocalFunctionStatementSyntax>([function]);
        while (next.Count > 0)
        {
            var current = next.Pop();
            if (!names.Add(current.Identifier.ValueText)) continue;
            if (site.Model.Compilation.GetTypeByMetadataName(Program)?.GetMembers(current.Identifier.ValueText).IsEmpty == false) return null;
            foreach (var name in current.DescendantNodes().OfType<SimpleNameSyntax>().Where(name => name.Parent is not NameColonSyntax))
            {
                if (site.Model.GetSymbolInfo(name, site.Token).Symbol is not { } symbol || !IsOutside(symbol, current)) continue;
                if (Declaration(symbol, site.Token) is not { Parent: GlobalStatementSyntax } callee) return null;
                next.Push(callee);
            }
        }
        return names;
    }

    /// <summary>Whether it is local to the program, and not to the function.</summary>
    private static bool IsOutside(ISymbol symbol, LocalFunctionStatementSyntax function) =>
        symbol is ILocalSymbol or IParameterSymbol or IMethodSymbol { MethodKind: MethodKind.LocalFunction }
        && !symbol.DeclaringSyntaxReferences.Any(reference => function.FullSpan.Contains(reference.Span) && reference.Span.Start > function.SpanStart);

    private static LocalFunctionStatementSyntax? Declaration(ISymbol symbol, CancellationToken token) =>
        symbol.DeclaringSyntaxReferences.Select(reference => reference.GetSyntax(token)).OfType<LocalFunctionStatementSyntax>().FirstOrDefault();

    private static CompilationUnitSyntax Moved(CompilationUnitSyntax file, HashSet<string> names, string? unmarked)
    {
        var functions = file.Members.Where(member => member is GlobalStatementSyntax { Statement: LocalFunctionStatementSyntax function } && names.Contains(function.Identifier.ValueText)).ToArray();
        if (functions.Length == 0) return file; // Fix All: they went with another
        var methods = functions.Select(function => (MemberDeclarationSyntax)Method((LocalFunctionStatementSyntax)((GlobalStatementSyntax)function).Statement)).ToArray();
        for (var i = 0; i < methods.Length; i++)
            if (methods[i] is MethodDeclarationSyntax method && method.Identifier.ValueText == unmarked) methods[i] = Syntax.Marked(method);
        file = file.WithMembers(List(file.Members.Except(functions)));
        if (file.Members.OfType<ClassDeclarationSyntax>().FirstOrDefault(type => type.Identifier.ValueText == Program) is { } existing)
            return file.ReplaceNode(existing, existing.AddMembers(methods));
        methods[0] = methods[0].WithLeadingTrivia(methods[0].GetLeadingTrivia().SkipWhile(trivia => trivia.Kind() is SyntaxKind.EndOfLineTrivia or SyntaxKind.WhitespaceTrivia));
        return file.AddMembers(ClassDeclaration(Program).AddModifiers(Token(SyntaxKind.PartialKeyword)).AddMembers(methods).WithLeadingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static MethodDeclarationSyntax Method(LocalFunctionStatementSyntax function)
    {
        var lead = function.GetLeadingTrivia();
        function = function.WithoutLeadingTrivia();
        var modifiers = function.Modifiers.Any(SyntaxKind.StaticKeyword) ? function.Modifiers : function.Modifiers.Insert(0, Token(SyntaxKind.StaticKeyword).WithTrailingTrivia(Space));
        return MethodDeclaration(
                function.AttributeLists, modifiers, function.ReturnType, null, function.Identifier, function.TypeParameterList, function.ParameterList,
                function.ConstraintClauses, function.Body, function.ExpressionBody, function.SemicolonToken)
            .WithLeadingTrivia(lead)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
