using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Interception;

/// <summary>The twin of a call, in the terms of the definition of what is called: an interceptor serves all calls that give the same arguments.</summary>
internal sealed class TwinTarget
{
    private readonly IMethodSymbol method;
    private readonly IMethodSymbol twin;
    private readonly IReadOnlyList<(int Taken, int Target)> arguments;

    private readonly bool isAcquired;

    private TwinTarget(IMethodSymbol method, IMethodSymbol twin, IReadOnlyList<(int Taken, int Target)> arguments, bool isAcquired) =>
        (this.method, this.twin, this.arguments, this.isAcquired) = (method, twin, arguments, isAcquired);

    /// <summary>Null where it cannot be said so: what is not visible there, type arguments that differ.</summary>
    public static TwinTarget? Of(BlockingCall call, IMethodSymbol definition)
    {
        if (call.Operation is not IInvocationOperation invocation || TwinArguments.Map(invocation, call.Cooperative!) is not { } map) return null;
        var found = call.Cooperative!;
        var whole = (found.ReducedFrom ?? found).OriginalDefinition;
        if (definition.ReturnsByRef || definition.ReturnsByRefReadonly) return null;
        if (ExtensionBlock.Is(definition.ContainingType) || ExtensionBlock.Is(whole.ContainingType)) return null;
        if (call.Operation.SemanticModel?.Compilation is not { } compilation || !CanName(compilation, definition) || !CanName(compilation, whole) || !InterceptorVisibility.IsVisible(whole) || whole.Arity != 0 && whole.Arity != definition.Arity) return null;
        if (InTermsOf(definition, whole) is not { } twin) return null;
        var offset = found.ReducedFrom is null ? 0 : 1;
        var arguments = map.Select(pair => (pair.Taken.Ordinal, pair.Target.Ordinal + offset)).ToList();
        if (definition.IsExtensionMethod && twin.IsExtensionMethod && TwinArguments.IsExtended(invocation)) arguments.Insert(0, (0, 0));
        return new(definition, twin, arguments, call.IsAcquired);
    }

    /// <summary>Where the member itself is called on a hub too: its query is over what is in memory. Null where it has none.</summary>
    public string? InMemoryTest(Func<IParameterSymbol, string> argument) => QueryGuard.IsNeeded(twin) && method.IsExtensionMethod ? QueryGuard.Test(argument(method.Parameters[0])) : null;

    /// <summary>The call of the twin, with the wait for it, as the value of the method.</summary>
    public string Await(string self, Func<IParameterSymbol, string> argument, UniqueNames names)
    {
        var isExtension = twin.IsExtensionMethod;
        var given = arguments.Select(pair => (Target: twin.Parameters[pair.Target], Text: Given(pair.Taken, pair.Target, argument))).ToList();
        if (isExtension && !method.IsStatic) given.Insert(0, (twin.Parameters[0], $"({TypeText.Of(twin.Parameters[0].Type)}){self}"));
        var isTask = Signatures.IsTask(twin.ReturnType);
        var isPattern = Signatures.IsPattern(twin.ReturnType);
        var own = "";
        if (twin.Parameters.FirstOrDefault(p => Signatures.IsCancellationToken(p.Type)) is { } token && !twin.Parameters.Any(p => p.IsParams))
        {
            var place = given.FindIndex(g => SymbolEqualityComparer.Default.Equals(g.Target, token));
            own = isTask || isPattern ? names.Next("own") : "";
            if (own.Length > 0)
            {
                var owned = $"{PatchInterceptor.OwnedToken}.New({(place < 0 ? "" : given[place].Text + ", ")}out var {own})";
                if (place < 0) given.Add((token, owned));
                else given[place] = (token, owned);
            }
            else if (place < 0 && !token.IsOptional)
            {
                given.Add((token, "default"));
            }
        }

        var callee = twin.IsStatic ? TypeText.Of(twin.ContainingType) : IsOf(method.ContainingType, twin.ContainingType) ? self : $"(({TypeText.Of(twin.ContainingType)}){self})";
        var typeArguments = twin.Arity == 0 ? "" : SignatureText.TypeParameters(method.TypeParameters);
        var waitable = $"{callee}.{TypeText.Identifier(twin.Name)}{typeArguments}({string.Join(", ", given.Select(g => $"{TypeText.Identifier(g.Target.Name)}: {g.Text}"))})";
        if (isPattern) waitable = PatternWait.Text(twin.ReturnType, waitable);
        if (Signatures.AsyncItem(twin.ReturnType) is not null) return $"{SequenceSyntax.Stream}({waitable})";
        if (own.Length > 0) waitable = $"{PatchInterceptor.OwnedToken}.{(isAcquired ? "Acquired" : "Of")}({waitable}, {own})";
        var awaited = own.Length == 0 && (isTask || isPattern) ? $"global::CoroutineDsl.AwaitExtensions.Await({waitable})" : $"{waitable}.Await()";
        return method.ReturnsVoid || Signatures.IsAwaitable(twin.ReturnType, out var value) && value is not null && Signatures.Same(value, method.ReturnType) ? awaited : $"({TypeText.Of(method.ReturnType)}){awaited}";
    }

    private string Given(int taken, int target, Func<IParameterSymbol, string> argument)
    {
        var text = argument(method.Parameters[taken]);
        return target == 0 && twin.IsExtensionMethod ? $"({TypeText.Of(twin.Parameters[0].Type)}){text}" : text;
    }

    /// <summary>The twin with the type parameters of the method, and of its type.</summary>
    private static IMethodSymbol? InTermsOf(IMethodSymbol definition, IMethodSymbol twin)
    {
        var type = twin.ContainingType;
        if (type.IsGenericType && !SymbolEqualityComparer.Default.Equals(type, definition.ContainingType))
        {
            type = Bases(definition.ContainingType).FirstOrDefault(b => SymbolEqualityComparer.Default.Equals(b.OriginalDefinition, type));
            if (type is null) return null;
            twin = type.GetMembers(twin.Name).OfType<IMethodSymbol>().First(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, twin));
        }

        return twin.Arity == 0 ? twin : twin.Construct([.. definition.TypeParameters]);
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var b = type; b is not null; b = b.BaseType) yield return b;
        foreach (var b in type.AllInterfaces) yield return b;
    }

    private static bool IsOf(INamedTypeSymbol type, INamedTypeSymbol other) => Bases(type).Any(b => SymbolEqualityComparer.Default.Equals(b.OriginalDefinition, other.OriginalDefinition));

    private static bool CanName(Compilation compilation, IMethodSymbol method) => compilation.IsSymbolAccessibleWithin(method, compilation.Assembly);
}
