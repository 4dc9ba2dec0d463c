using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO021: takes a queue or an event that processes share in place of one of this process; or leaves a property of the user's own type out of what is sent.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(JobDataFix)), Shared]
public sealed class JobDataFix : CoroutineFix
{
    private const string Id = JobDataAnalyzer.Id;

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => [Id];

    private protected override IEnumerable<Change> Changes(FixSite site)
    {
        var parameter = site.Node.FirstAncestorOrSelf<ParameterSyntax>();
        if (parameter is not null && SharedTwin.Of(parameter, site) is { } twin) yield return new($"Take a {twin.Name}", Id + ".Shared", twin.Apply);
        if (TypeOf(site, parameter) is { } type && Declaration(JobData.WhyNot(type)?.Property, site) is { } property)
            yield return new($"Leave '{property.Identifier.ValueText}' out of what is sent", Id + ".Ignore", editor => editor.ReplaceNode(property, (node, _) => Ignored((PropertyDeclarationSyntax)node)));
    }

    private static ITypeSymbol? TypeOf(FixSite site, ParameterSyntax? parameter)
    {
        if (parameter is not null) return site.Model.GetDeclaredSymbol(parameter, site.Token)?.Type;
        return site.Node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method && site.Model.GetDeclaredSymbol(method, site.Token) is { ReturnType: INamedTypeSymbol { TypeArguments: [INamedTypeSymbol { TypeArguments: [{ } result] }] } }
            ? result
            : null;
    }

    /// <summary>The declaration in the document of the site. (What a constructor takes by its position is not left out: it would have no value there.)</summary>
    private static PropertyDeclarationSyntax? Declaration(IPropertySymbol? property, FixSite site) => property?.DeclaringSyntaxReferences
        .Where(reference => reference.SyntaxTree == site.Node.SyntaxTree).Select(reference => reference.GetSyntax(site.Token)).OfType<PropertyDeclarationSyntax>().FirstOrDefault();

    private static PropertyDeclarationSyntax Ignored(PropertyDeclarationSyntax property)
    {
        if (property.AttributeLists.Any(list => list.ToString().Contains("JsonIgnore"))) return property; // Fix All: two jobs take it
        var name = ParseName("global::System.Text.Json.Serialization.JsonIgnoreAttribute").WithAdditionalAnnotations(Simplifier.Annotation);
        var list = AttributeList(SingletonSeparatedList(Attribute(name))).WithLeadingTrivia(property.GetLeadingTrivia()).WithTrailingTrivia(ElasticLineFeed).WithAdditionalAnnotations(Formatter.Annotation);
        property = property.WithLeadingTrivia(ElasticMarker);
        return property.WithAttributeLists(property.AttributeLists.Insert(0, list));
    }
}
