using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// The twin rule: <c>X(args)</c> blocks if there is an accessible <c>XAsync(args)</c> that gives the same value through an awaitable. Its arguments are the same ones in
/// the same order; beyond them it may only take what a caller can leave out, and a cancellation token.
/// </summary>
internal sealed class TwinRule(Compilation compilation)
{
    private const string Suffix = "Async";

    /// <summary>The twin of a method where it is called; null where it has none.</summary>
    public IMethodSymbol? Find(IMethodSymbol method, IOperation call)
    {
        if (!MayHaveTwin(method) || call.SemanticModel is not { } model) return null;
        var enclosing = model.GetEnclosingSymbol(call.Syntax.SpanStart);
        return Best(OnType(method).Where(twin => IsTwin(twin, method, method.Parameters, enclosing)))
            ?? Best(AsExtension(method, call, model).Where(twin => IsTwin(twin, method, Taken(method), enclosing)));
    }

    /// <summary>The one that can be told to stop, where there is one.</summary>
    private static IMethodSymbol? Best(IEnumerable<IMethodSymbol> twins)
    {
        IMethodSymbol? first = null;
        foreach (var twin in twins)
        {
            if (twin.Parameters.Any(p => Signatures.IsCancellationToken(p.Type))) return twin;
            first ??= twin;
        }
        return first;
    }

    public static bool MayBeNamed(string name) => !name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>False where no look-up can ever find a twin.</summary>
    public bool MayHaveTwin(ISymbol member) =>
        member is IMethodSymbol method && !method.Name.EndsWith(Suffix, StringComparison.Ordinal) && !Signatures.IsAwaitable(method.ReturnType, out _)
        && !IsRuntime(method) && method.Parameters.All(p => p.RefKind is RefKind.None or RefKind.In);

    private static IEnumerable<IMethodSymbol> OnType(IMethodSymbol method)
    {
        for (var type = method.ContainingType; type is not null; type = type.BaseType)
            foreach (var member in type.GetMembers(method.Name + Suffix))
                if (member is IMethodSymbol candidate && candidate.IsStatic == method.IsStatic) yield return candidate;
    }

    private static IEnumerable<IMethodSymbol> AsExtension(IMethodSymbol method, IOperation call, SemanticModel model) =>
        call is IInvocationOperation invocation && ReceiverType(method, invocation) is { } receiver
            ? model.LookupSymbols(call.Syntax.SpanStart, receiver, method.Name + Suffix, includeReducedExtensionMethods: true)
                .OfType<IMethodSymbol>().Where(candidate => candidate.ReducedFrom is not null)
            : [];

    private static ITypeSymbol? ReceiverType(IMethodSymbol method, IInvocationOperation call)
    {
        var receiver = call.Instance ?? (method.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);
        while (receiver is IConversionOperation { IsImplicit: true } conversion) receiver = conversion.Operand;
        return receiver?.Type;
    }

    private bool IsTwin(IMethodSymbol twin, IMethodSymbol method, ImmutableArray<IParameterSymbol> taken, ISymbol? enclosing)
    {
        twin = Constructed(twin, method);
        if (enclosing is not null && IsEnclosing(twin, enclosing)) return false;
        if (twin.GetAttributes().Any(a => a.AttributeClass is { Name: "ObsoleteAttribute" or "ExperimentalAttribute" })) return false;
        var within = enclosing?.ContainingType ?? (ISymbol)compilation.Assembly;
        return compilation.IsSymbolAccessibleWithin(twin, within) && GivesTheSame(twin, method) && TakesTheSame(twin.Parameters, taken);
    }

    // 'never suggest the enclosing method nor its overloads': that is how the twin itself is written
    private static bool IsEnclosing(IMethodSymbol twin, ISymbol enclosing)
    {
        for (var outer = enclosing; outer is IMethodSymbol; outer = outer.ContainingSymbol)
            if (outer.Name == twin.Name && SymbolEqualityComparer.Default.Equals(outer.ContainingType.OriginalDefinition, twin.ContainingType.OriginalDefinition)) return true;
        return false;
    }

    private static IMethodSymbol Constructed(IMethodSymbol twin, IMethodSymbol method) =>
        twin.Arity > 0 && twin.Arity == method.Arity && SymbolEqualityComparer.Default.Equals(twin, twin.ConstructedFrom) ? twin.Construct([.. method.TypeArguments]) : twin;

    private static bool GivesTheSame(IMethodSymbol twin, IMethodSymbol method)
    {
        if (!Signatures.IsAwaitable(twin.ReturnType, out var value)) return false;
        return method.ReturnsVoid ? value is null : value is not null && Signatures.Same(value, method.ReturnType);
    }

    private static bool TakesTheSame(ImmutableArray<IParameterSymbol> twin, ImmutableArray<IParameterSymbol> taken)
    {
        if (twin.Length < taken.Length) return false;
        for (var i = 0; i < twin.Length; i++)
        {
            var parameter = twin[i];
            if (i < taken.Length
                ? parameter.RefKind is not (RefKind.None or RefKind.In) || !Signatures.CanStandIn(parameter.Type, taken[i].Type)
                : !parameter.IsOptional && !parameter.IsParams && !Signatures.IsCancellationToken(parameter.Type)) return false;
        }
        return true;
    }

    private static ImmutableArray<IParameterSymbol> Taken(IMethodSymbol method) =>
        method.IsExtensionMethod && method.ReducedFrom is null ? method.Parameters.RemoveAt(0) : method.Parameters;

    /// <summary>Whether it is one of the library's own; what a project calls its namespaces says nothing.</summary>
    private bool IsRuntime(IMethodSymbol method)
    {
        if (SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly)) return false;
        for (var space = method.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            if (space.Name == "CoroutineDsl" && space.ContainingNamespace.IsGlobalNamespace) return true;
        return false;
    }
}
