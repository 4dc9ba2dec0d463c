using CoroutineDsl.Generator.Patching;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>The arguments of a blocking call for its cooperative form: the same ones, memory in place of spans, and a token where one is asked for.</summary>
internal sealed class CooperativeArguments
{
    private readonly HashSet<int> spans = [];
    private bool needsToken;

    private CooperativeArguments()
    {
    }

    /// <summary>Null where an argument cannot be passed on: a span that is not of an array or a string, an <c>out</c> variable, a name that the other method does not have.</summary>
    internal static CooperativeArguments? Of(IOperation operation, BlockingCall call, FixSite site)
    {
        var result = new CooperativeArguments();
        var cooperative = call.Cooperative!;
        var offset = call.Form == CooperativeForm.Patch && !call.Member.IsStatic && operation.Kind != OperationKind.ObjectCreation ? 1 : 0;
        if (cooperative.ReducedFrom is null && cooperative.IsExtensionMethod && call.Form == CooperativeForm.Twin) offset = 0;
        var list = List(operation.Syntax as ExpressionSyntax);
        for (var i = 0; i < (list?.Arguments.Count ?? 0); i++)
        {
            var argument = list!.Arguments[i];
            if (!argument.RefKindKeyword.IsKind(SyntaxKind.None)) return null;
            if (argument.NameColon is { } name && cooperative.Parameters.All(p => p.Name != name.Name.Identifier.ValueText)) return null;
            var parameter = Parameter(operation, argument);
            if (parameter is null || !IsSpan(parameter.Type) || parameter.Ordinal + offset >= cooperative.Parameters.Length || IsSpan(cooperative.Parameters[parameter.Ordinal + offset].Type)) continue;
            if (!CanBeMemory(argument.Expression, site)) return null;
            if (argument.Expression is InvocationExpressionSyntax || site.Model.GetTypeInfo(argument.Expression, site.Token).Type?.SpecialType == SpecialType.System_String) result.spans.Add(i);
        }
        var taken = (call.Member as IMethodSymbol)?.Parameters.Length ?? 0;
        if (call.Form == CooperativeForm.Twin && cooperative.ReducedFrom is not null && call.Member is IMethodSymbol { IsExtensionMethod: true, ReducedFrom: null }) taken--;
        result.needsToken = cooperative.Parameters.Skip(taken + offset).FirstOrDefault() is { IsOptional: false, IsParams: false };
        return result;
    }

    internal ArgumentListSyntax Apply(ExpressionSyntax current)
    {
        var list = List(current) ?? ArgumentList();
        var arguments = list.Arguments;
        foreach (var i in spans) arguments = arguments.Replace(arguments[i], arguments[i].WithExpression(AsMemory(arguments[i].Expression)));
        if (needsToken) arguments = arguments.Add(Argument(LiteralExpression(SyntaxKind.DefaultLiteralExpression)));
        return list.WithArguments(arguments);
    }

    private static ArgumentListSyntax? List(ExpressionSyntax? call) => call switch
    {
        InvocationExpressionSyntax invocation => invocation.ArgumentList,
        BaseObjectCreationExpressionSyntax creation => creation.ArgumentList,
        _ => null,
    };

    private static IParameterSymbol? Parameter(IOperation operation, ArgumentSyntax argument)
    {
        var arguments = operation switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => [],
        };
        return arguments.FirstOrDefault(a => a.Syntax == argument)?.Parameter;
    }

    private static bool IsSpan(ITypeSymbol type) => type is { Name: "Span" or "ReadOnlySpan", ContainingNamespace.Name: "System" };

    private static bool CanBeMemory(ExpressionSyntax argument, FixSite site)
    {
        if (argument is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan" } access })
            return site.Model.GetTypeInfo(access.Expression, site.Token).Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String };
        return site.Model.GetTypeInfo(argument, site.Token).Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String };
    }

    private static ExpressionSyntax AsMemory(ExpressionSyntax argument) => argument is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan" } access } call
        ? call.WithExpression(access.WithName(IdentifierName("AsMemory")))
        : InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Syntax.Primary(argument), IdentifierName("AsMemory")));
}
