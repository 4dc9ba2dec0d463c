using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Interception;

/// <summary>
/// The call of a twin in an interceptor.
/// <code>
/// self.LoadAsync(id, token: OwnedToken.New(out var own))
/// </code>
/// </summary>
internal static class TwinCall
{
    /// <summary>The twin as the member's definition calls it; null where an interceptor cannot: it is not accessible there, or is an extension with type parameters of its own.</summary>
    public static IMethodSymbol? Of(BlockingCall call, IMethodSymbol method)
    {
        var twin = (call.Cooperative!.ReducedFrom ?? call.Cooperative).OriginalDefinition;
        if (method.ReturnsByRef || method.ReturnsByRefReadonly || !InterceptorVisibility.IsVisible(twin)) return null;
        if (call.Operation.SemanticModel?.Compilation is not { } compilation || !CanName(compilation, method) || !CanName(compilation, twin)) return null;
        if (twin.IsExtensionMethod) return twin.Arity == 0 && !twin.Parameters[0].Type.IsRefLikeType ? twin : null;
        return twin.Arity == 0 ? twin : twin.Construct([.. method.TypeParameters]);
    }

    /// <summary>The token that the wait owns; null where the twin takes none, or is no task.</summary>
    public static IParameterSymbol? TokenOf(IMethodSymbol twin, IMethodSymbol method) =>
        Signatures.IsTask(twin.ReturnType) ? twin.Parameters.FirstOrDefault(p => Signatures.IsCancellationToken(p.Type) && (p.Ordinal >= Taken(twin, method) || Given(p, twin, method) is not null)) : null;

    public static string Write(IMethodSymbol twin, IMethodSymbol method, string self, Func<IParameterSymbol, string> argument, string? own, string ownedToken)
    {
        var callee = twin.IsExtensionMethod ? TypeText.Of(twin.ContainingType) : method.IsStatic ? TypeText.Of(method.ContainingType) : self;
        var token = own is null ? null : TokenOf(twin, method);
        var arguments = new List<string>();
        if (twin.IsExtensionMethod && !method.IsStatic) arguments.Add(self);
        foreach (var parameter in method.Parameters)
        {
            var isToken = token is not null && SymbolEqualityComparer.Default.Equals(Given(token, twin, method), parameter);
            arguments.Add(isToken ? $"{ownedToken}.New({argument(parameter)}, out var {own})" : argument(parameter));
        }

        if (token is not null && Given(token, twin, method) is null) arguments.Add($"{TypeText.Identifier(token.Name)}: {ownedToken}.New(out var {own})");
        return $"{callee}.{TypeText.Identifier(twin.Name)}{PatchInterceptor.TypeArguments(twin)}({string.Join(", ", arguments)})";
    }

    private static bool CanName(Compilation compilation, IMethodSymbol method) => compilation.IsSymbolAccessibleWithin(method, compilation.Assembly);

    /// <summary>How many of the twin's parameters are the member's, the receiver of an extension among them.</summary>
    private static int Taken(IMethodSymbol twin, IMethodSymbol method) => method.Parameters.Length + (twin.IsExtensionMethod && !method.IsStatic ? 1 : 0);

    /// <summary>The member's own token in the place of one of the twin's parameters.</summary>
    private static IParameterSymbol? Given(IParameterSymbol parameter, IMethodSymbol twin, IMethodSymbol method)
    {
        var index = parameter.Ordinal - (Taken(twin, method) - method.Parameters.Length);
        return index >= 0 && index < method.Parameters.Length && Signatures.IsCancellationToken(method.Parameters[index].Type) ? method.Parameters[index] : null;
    }
}
