using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>Whether a call of an asynchronous method could be given a token: C# itself is asked, with the token added to the arguments.</summary>
internal static class TokenOverload
{
    private static readonly ExpressionSyntax NoToken = DefaultExpression(ParseTypeName("global::System.Threading.CancellationToken"));

    /// <summary>The call without <c>ConfigureAwait</c>, whose task is waited for; null where there is none.</summary>
    internal static InvocationExpressionSyntax? CallOf(ExpressionSyntax waited)
    {
        while (true)
        {
            switch (waited)
            {
                case ParenthesizedExpressionSyntax parenthesized:
                    waited = parenthesized.Expression;
                    break;
                case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var configured } }:
                    waited = configured;
                    break;
                default:
                    return waited as InvocationExpressionSyntax;
            }
        }
    }

    /// <summary>Adds a token to a call that has none: gives the argument for an expression of that type. Null where no overload takes one, or the call cannot move into a lambda.</summary>
    internal static Func<ExpressionSyntax, ArgumentSyntax>? Of(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancel)
    {
        if (model.GetSymbolInfo(call, cancel).Symbol is not IMethodSymbol method || !Signatures.IsTask(method.ReturnType) || IsStartOnly(method) || GivesToken(call, model, cancel)) return null;
        var parameters = model.GetMemberGroup(call.Expression, cancel).OfType<IMethodSymbol>()
            .SelectMany(overload => overload.Parameters.Where(p => Signatures.IsCancellationToken(p.Type))).ToArray();
        if (parameters.Length == 0 || !CancellableSyntax.CanHold(call, model)) return null;
        if (call.ArgumentList.Arguments.All(a => a.NameColon is null) && Takes(call, Argument(NoToken), method, model)) return Argument;
        foreach (var name in parameters.Select(p => p.Name).Distinct())
            if (Takes(call, Named(name, NoToken), method, model)) return token => Named(name, token);
        return null;
    }

    /// <summary>The token of <c>Task.Run</c> and its kin ends no work that has begun: a wait that cancels would only last longer.</summary>
    private static bool IsStartOnly(IMethodSymbol method) =>
        method.ContainingType is { Name: "Task" or "TaskFactory", ContainingNamespace: { Name: "Tasks", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } }
        && method.Name is "Run" or "StartNew" or "ContinueWith";

    private static bool GivesToken(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancel) =>
        call.ArgumentList.Arguments.Any(a => model.GetTypeInfo(a.Expression, cancel) is var type && (type.Type ?? type.ConvertedType) is { } given && Signatures.IsCancellationToken(given));

    private static ArgumentSyntax Named(string name, ExpressionSyntax value) => Argument(NameColon(IdentifierName(name)).WithTrailingTrivia(Space), default, value);

    /// <summary>Whether the call with this argument means a method that gives the same, and takes the argument as what it is.</summary>
    private static bool Takes(InvocationExpressionSyntax call, ArgumentSyntax token, IMethodSymbol method, SemanticModel model)
    {
        var given = call.WithArgumentList(call.ArgumentList.AddArguments(token));
        if (model.GetSpeculativeSymbolInfo(call.SpanStart, given, SpeculativeBindingOption.BindAsExpression).Symbol is not IMethodSymbol found) return false;
        if (found.GetAttributes().Any(a => a.AttributeClass is { Name: "ObsoleteAttribute" or "ExperimentalAttribute" })) return false;
        var parameter = token.NameColon is { } name
            ? found.Parameters.FirstOrDefault(p => p.Name == name.Name.Identifier.ValueText)
            : found.Parameters.ElementAtOrDefault(call.ArgumentList.Arguments.Count);
        return parameter is not null && Signatures.IsCancellationToken(parameter.Type) && found.Name == method.Name
            && Signatures.IsTask(found.ReturnType) && Signatures.IsAwaitable(found.ReturnType, out var one) && Signatures.IsAwaitable(method.ReturnType, out var other)
            && (one is null ? other is null : other is not null && Signatures.Same(one, other));
    }
}
