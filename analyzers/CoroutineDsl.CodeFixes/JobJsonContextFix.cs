using System.Collections.Immutable;
using System.Composition;
using CoroutineDsl.Generator.Jobs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO022: adds what a job takes and gives to the context of the assembly, or writes one in a file of its own.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(JobJsonContextFix)), Shared]
public sealed class JobJsonContextFix : SymbolFix
{
    private const string NewContext = "JobJson";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [JobJsonContextAnalyzer.Id];

    private protected override string Key => JobJsonContextAnalyzer.Id;

    private protected override string Title(ISymbol target) => AssemblyModel.ContextOf(target.ContainingAssembly) is { } context
        ? $"Add what '{target.Name}' takes and gives to '{context.Name}'"
        : $"Write a JsonSerializerContext for what '{target.Name}' takes and gives";

    private protected override Task<ISymbol?> TargetAsync(FixSite site)
    {
        if (site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration || site.Model.GetDeclaredSymbol(declaration, site.Token) is not { } method) return Task.FromResult<ISymbol?>(null);
        var context = AssemblyModel.ContextOf(method.ContainingAssembly);
        var canWrite = context is null ? site.Model.Compilation.GetTypeByMetadataName(FullName(method)) is null : Declaration(context) is not null;
        return Task.FromResult<ISymbol?>(canWrite && Missing(method).All(CanBeSeen) ? method : null);
    }

    private protected override async Task<Solution> ApplyAsync(Project project, ISymbol target, CancellationToken token)
    {
        var method = (IMethodSymbol)target;
        var attributes = Missing(method).Select(type => Attribute(
            ParseName("global::System.Text.Json.Serialization.JsonSerializableAttribute").WithAdditionalAnnotations(Simplifier.Annotation),
            AttributeArgumentList(SingletonSeparatedList(AttributeArgument(TypeOfExpression(
                ParseTypeName(type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).WithAdditionalAnnotations(Simplifier.Annotation))))))).ToArray();
        if (attributes.Length == 0) return project.Solution;
        if (AssemblyModel.ContextOf(method.ContainingAssembly) is not { } context) return WithNewContext(project, method, attributes);
        if (Declaration(context) is not { } reference || project.GetDocument(reference.SyntaxTree) is not { } document) return project.Solution;
        var declaration = (TypeDeclarationSyntax)await reference.GetSyntaxAsync(token).ConfigureAwait(false);
        var root = await reference.SyntaxTree.GetRootAsync(token).ConfigureAwait(false);
        return document.WithSyntaxRoot(root.ReplaceNode(declaration, WithAttributes(declaration, attributes))).Project.Solution;
    }

    private static Solution WithNewContext(Project project, IMethodSymbol method, AttributeSyntax[] attributes)
    {
        var space = method.ContainingNamespace.IsGlobalNamespace ? "" : $"namespace {method.ContainingNamespace.ToDisplayString()};\n\n";
        var lines = string.Concat(attributes.Select(attribute => $"[{attribute.ToFullString()}]\n"));
        var text = $"""
            using System.Text.Json.Serialization;
            using {JobRules.Namespace};

            [assembly: JobJsonContext(typeof({FullName(method)}))]

            {space}{lines}internal sealed partial class {NewContext} : JsonSerializerContext;

            """;
        var document = project.AddDocument(NewContext + ".cs", ParseCompilationUnit(text).WithAdditionalAnnotations(Simplifier.Annotation));
        return document.Project.Solution;
    }

    private static TypeDeclarationSyntax WithAttributes(TypeDeclarationSyntax type, AttributeSyntax[] attributes)
    {
        var lead = type.GetLeadingTrivia();
        var indent = TriviaList(lead.Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        var lists = attributes.Select((attribute, i) => AttributeList(SingletonSeparatedList(attribute)).WithLeadingTrivia(i == 0 ? lead : indent).WithTrailingTrivia(ElasticLineFeed));
        type = type.WithLeadingTrivia(indent);
        return type.WithAttributeLists(List(lists.Concat(type.AttributeLists)));
    }

    private static IEnumerable<ITypeSymbol> Missing(IMethodSymbol method) => JobJsonContextAnalyzer.Missing(method, JobJsonContextAnalyzer.Known(AssemblyModel.ContextOf(method.ContainingAssembly)))
        .Distinct<ITypeSymbol>(SymbolEqualityComparer.Default);

    private static string FullName(IMethodSymbol method) =>
        method.ContainingNamespace.IsGlobalNamespace ? NewContext : $"{method.ContainingNamespace.ToDisplayString()}.{NewContext}";

    private static SyntaxReference? Declaration(INamedTypeSymbol context) => context.DeclaringSyntaxReferences.FirstOrDefault(reference =>
        reference.GetSyntax() is TypeDeclarationSyntax && !reference.SyntaxTree.FilePath.EndsWith(".g.cs", StringComparison.Ordinal));

    /// <summary>The code of a context is in the same assembly, and in none of the types.</summary>
    private static bool CanBeSeen(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => CanBeSeen(array.ElementType),
        INamedTypeSymbol named => named.TypeArguments.All(CanBeSeen) && (named.ContainingType is null || CanBeSeen(named.ContainingType))
            && named.DeclaredAccessibility is Accessibility.Public or Accessibility.Internal or Accessibility.ProtectedOrInternal,
        _ => false,
    };
}
