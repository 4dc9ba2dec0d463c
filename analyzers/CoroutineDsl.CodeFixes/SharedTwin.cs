using CoroutineDsl.Generator.Jobs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>A parameter whose type has a twin that processes share, and all uses of it in the method: what acts at once here is waited for there.</summary>
internal sealed class SharedTwin
{
    private readonly ParameterSyntax _parameter;
    private readonly INamedTypeSymbol _type;
    private readonly string _twin;
    private readonly List<ExpressionSyntax> _acts;

    private SharedTwin(ParameterSyntax parameter, INamedTypeSymbol type, string twin, List<ExpressionSyntax> acts) =>
        (_parameter, _type, _twin, _acts) = (parameter, type, twin, acts);

    public string Name => _twin;

    /// <summary>Null where there is no twin, or the method uses what the twin does not have.</summary>
    public static SharedTwin? Of(ParameterSyntax parameter, FixSite site)
    {
        if (site.Model.GetDeclaredSymbol(parameter, site.Token) is not { Type: INamedTypeSymbol type } symbol || TwinOf(type) is not { } twin) return null;
        if (site.Model.Compilation.GetTypeByMetadataName(JobRules.Namespace + "." + twin + (type.Arity > 0 ? "`1" : "")) is null) return null;
        var acts = new List<ExpressionSyntax>();
        foreach (var use in parameter.FirstAncestorOrSelf<MethodDeclarationSyntax>()!.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (use.Identifier.ValueText != symbol.Name || !SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(use, site.Token).Symbol, symbol)) continue;
            if (use.Parent is ForEachStatementSyntax each && each.Expression == use && type.Arity > 0) continue;
            if (use.Parent is not MemberAccessExpressionSyntax access || access.Expression != use) return null;
            switch (access.Name.Identifier.ValueText, access.Parent)
            {
                case ("Put" or "Get", InvocationExpressionSyntax) when type.Arity > 0:
                case ("Wait", InvocationExpressionSyntax) when type.Arity == 0:
                    break;
                case ("Set" or "Clear", InvocationExpressionSyntax call) when type.Arity == 0:
                    acts.Add(call);
                    break;
                case ("IsSet", not InvocationExpressionSyntax) when type.Arity == 0:
                case ("Count", not InvocationExpressionSyntax) when type.Arity > 0:
                    acts.Add(access);
                    break;
                default:
                    return null;
            }
        }

        return new(parameter, type, twin, acts);
    }

    public void Apply(DocumentEditor editor)
    {
        foreach (var act in _acts)
        {
            editor.ReplaceNode(act, (node, _) => Syntax.Await(
                node is InvocationExpressionSyntax call ? call.WithoutTrivia() : InvocationExpression((ExpressionSyntax)node.WithoutTrivia())).WithTriviaFrom(node));
        }

        editor.ReplaceNode(_parameter.Type!, (node, generator) =>
        {
            var name = $"global::{JobRules.Namespace}.{_twin}";
            SyntaxNode type = _type.Arity == 0
                ? ParseTypeName(name)
                : ParseTypeName($"{name}<{_type.TypeArguments[0].ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat.AddMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier))}>");
            return type.WithTriviaFrom(node).WithAdditionalAnnotations(Simplifier.Annotation);
        });
    }

    private static string? TwinOf(INamedTypeSymbol type) => type.ContainingNamespace.ToDisplayString() != "CoroutineDsl"
        ? null
        : type.Name switch { "CoQueue" => "ProcessQueue", "CoEvent" => "ProcessEvent", _ => null };
}
