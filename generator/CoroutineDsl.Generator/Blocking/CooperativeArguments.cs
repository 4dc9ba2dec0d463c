using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>The arguments of a blocking call for its cooperative form: the same ones, memory in place of spans (a copy, of those that are only read), a token where one is asked for; what is passed by reference comes back with the result.</summary>
internal sealed class CooperativeArguments
{
    private readonly HashSet<int> spans = [];
    private readonly HashSet<int> copies = [];
    private readonly HashSet<int> unnamed = [];
    private IParameterSymbol? token;
    private int given = -1;
    private int byReference = -1;
    private ArgumentSyntax? returned;

    private CooperativeArguments()
    {
    }

    /// <summary>Null where an argument cannot be passed on: a span to be written that is not of an array, arguments by names that the other method does not have, in another order.</summary>
    public static CooperativeArguments? Of(BlockingCall call, SemanticModel model)
    {
        var result = new CooperativeArguments();
        if (call.Form == CooperativeForm.Sequence) return result;
        var list = List(call.Operation.Syntax as ExpressionSyntax)?.Arguments ?? default;
        if (call.Form == CooperativeForm.Offload) return list.All(a => a.RefKindKeyword.IsKind(SyntaxKind.None) && !IsSpan(model.GetTypeInfo(a.Expression).Type)) ? result : null;
        var parameters = Parameters(call);
        for (var i = 0; i < list.Count; i++)
        {
            var argument = list[i];
            if (argument.NameColon is { } name && parameters.All(p => p.Name != name.Name.Identifier.ValueText))
            {
                if (Parameter(call.Operation, argument)?.Ordinal != i) return null;
                result.unnamed.Add(i);
            }
            if (!argument.RefKindKeyword.IsKind(SyntaxKind.None) && !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword))
            {
                if (result.byReference >= 0 || call.Form != CooperativeForm.Patch) return null;
                (result.byReference, result.returned) = (i, argument);
                continue;
            }
            if (Parameter(call.Operation, argument) is not { } parameter || !IsSpan(parameter.Type) || parameter.Ordinal >= parameters.Count || IsSpan(parameters[parameter.Ordinal].Type)) continue;
            if (CanBeMemory(argument.Expression, model))
            {
                if (argument.Expression is InvocationExpressionSyntax || IsString(argument.Expression, model)) result.spans.Add(i);
            }
            else if (parameter.Type.Name == "ReadOnlySpan") result.copies.Add(i);
            else return null;
        }
        result.FindToken(call, parameters, list);
        return result;
    }

    /// <summary>Whether the call takes a token, so that the wait can own it.</summary>
    public bool TakesToken => token is not null;

    /// <summary>Whether the blocking call is given a token.</summary>
    public bool IsGivenToken => given >= 0;

    /// <summary>The parameter for the token that the wait owns: one that the call leaves out, or one that it gives a token of its own.</summary>
    private void FindToken(BlockingCall call, IReadOnlyList<IParameterSymbol> parameters, SeparatedSyntaxList<ArgumentSyntax> list)
    {
        if (!Signatures.IsTask(call.Cooperative!.ReturnType) && !Signatures.IsPattern(call.Cooperative.ReturnType) || parameters.Any(p => p.IsParams)) return;
        if (parameters.FirstOrDefault(p => Signatures.IsCancellationToken(p.Type)) is not { } parameter) return;
        token = parameter;
        for (var i = 0; i < list.Count; i++)
            if (Parameter(call.Operation, list[i]) is { } taken && Signatures.IsCancellationToken(taken.Type)) given = i;
    }

    /// <param name="current">The call as it stands now.</param>
    /// <param name="own">Writes the token that the wait owns: from the one that the call was given, where it was. Null: the wait does not own the call.</param>
    public ArgumentListSyntax Apply(ExpressionSyntax current, Func<ExpressionSyntax?, ExpressionSyntax>? own)
    {
        var list = List(current) ?? ArgumentList();
        var arguments = list.Arguments;
        foreach (var i in unnamed) arguments = arguments.Replace(arguments[i], arguments[i].WithNameColon(null));
        foreach (var i in spans) arguments = arguments.Replace(arguments[i], arguments[i].WithExpression(AsMemory(arguments[i].Expression)));
        foreach (var i in copies) arguments = arguments.Replace(arguments[i], arguments[i].WithExpression(AwaitSyntax.Call(arguments[i].Expression, "ToArray")));
        if (token is not null)
        {
            if (given >= 0)
                arguments = own is null ? arguments : arguments.Replace(arguments[given], arguments[given].WithExpression(own(arguments[given].Expression.WithoutTrivia())));
            else if (own is not null || !token.IsOptional)
                arguments = arguments.Add(Argument(Name(arguments.Count), default, own?.Invoke(null) ?? LiteralExpression(SyntaxKind.DefaultLiteralExpression)));
        }
        if (byReference >= 0)
        {
            arguments = returned!.RefKindKeyword.IsKind(SyntaxKind.OutKeyword)
                ? arguments.RemoveAt(byReference)
                : arguments.Replace(arguments[byReference], arguments[byReference].WithRefKindKeyword(default));
        }
        return list.WithArguments(arguments);
    }

    // where it stands at its place already it needs no name
    private NameColonSyntax? Name(int place) => token!.Ordinal == place ? null : NameColon(IdentifierName(token.Name)).WithTrailingTrivia(Space);

    /// <summary><c>x.Await()</c> -> <c>x.Await().Out(out y)</c>, <c>x.Await().Ref(ref y)</c></summary>
    public ExpressionSyntax AssignBack(ExpressionSyntax awaited) =>
        returned is null ? awaited : AwaitSyntax.Call(awaited, returned.RefKindKeyword.IsKind(SyntaxKind.OutKeyword) ? "Out" : "Ref", returned.WithNameColon(null).WithoutTrivia());

    /// <summary>The parameters of the cooperative method that stand for those of the member.</summary>
    private static IReadOnlyList<IParameterSymbol> Parameters(BlockingCall call)
    {
        var isOfExtension = call.Form == CooperativeForm.Twin && call.Member is IMethodSymbol { IsExtensionMethod: true, ReducedFrom: null };
        var parameters = isOfExtension && call.Cooperative!.ReducedFrom is { } whole ? whole.Parameters : call.Cooperative!.Parameters;
        var hasReceiver = call.Form == CooperativeForm.Patch && !call.Member.IsStatic && call.Operation.Kind != OperationKind.ObjectCreation;
        return hasReceiver ? parameters.RemoveAt(0) : parameters;
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

    private static bool IsSpan(ITypeSymbol? type) => type is { Name: "Span" or "ReadOnlySpan", ContainingNamespace.Name: "System" };

    private static bool CanBeMemory(ExpressionSyntax argument, SemanticModel model)
    {
        if (argument is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan" } access })
            return model.GetTypeInfo(access.Expression).Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String };
        return model.GetTypeInfo(argument).Type is IArrayTypeSymbol or { SpecialType: SpecialType.System_String };
    }

    private static bool IsString(ExpressionSyntax argument, SemanticModel model) => model.GetTypeInfo(argument).Type?.SpecialType == SpecialType.System_String;

    private static ExpressionSyntax AsMemory(ExpressionSyntax argument) => argument is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan" } access } call
        ? call.WithExpression(access.WithName(IdentifierName("AsMemory")))
        : AwaitSyntax.Call(argument, "AsMemory");
}
