using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// The twin rule: <c>X(args)</c> blocks if there is an accessible <c>XAsync(args)</c>, on the type, its bases and interfaces, what it is called on, or as an extension, that gives a value that converts to the same
/// through an awaitable, or gives the same sequence asynchronously. It takes the arguments of the call; beyond them only what a caller can leave out, and a cancellation token.
/// </summary>
internal sealed class TwinRule(Compilation compilation)
{
    private const string Suffix = "Async";

    /// <summary>The twin of a method where it is called; null where it has none.</summary>
    public IMethodSymbol? Find(IMethodSymbol method, IOperation call)
    {
        if (!MayHaveTwin(method) || call is not IInvocationOperation invocation || call.SemanticModel is not { } model) return null;
        var enclosing = model.GetEnclosingSymbol(call.Syntax.SpanStart);
        return Best(Twins(OnType(method, invocation))) ?? Best(Twins(AsExtension(method, invocation, model)));

        IEnumerable<IMethodSymbol> Twins(IEnumerable<IMethodSymbol> candidates) => candidates.Select(twin => Constructed(twin, method)).Where(twin => IsTwin(twin, method, invocation, enclosing));
    }

    /// <summary>The twin of a property where it is read.</summary>
    public IMethodSymbol? Find(IPropertySymbol property, IOperation read)
    {
        if (property.IsIndexer || IsRuntime(property) || Signatures.IsAwaitable(property.Type, out _) || read.SemanticModel?.GetEnclosingSymbol(read.Syntax.SpanStart) is not { } enclosing) return null;
        return Best(Named(property.ContainingType, property).Where(twin => twin.Arity == 0 && twin.Parameters.All(TwinArguments.CanBeLeftOut) && IsUsable(twin, enclosing)
            && Signatures.IsAwaitable(twin.ReturnType, out var value) && value is not null && Signatures.Same(value, property.Type)));
    }

    /// <summary>What is named like a twin and does not serve, with the reason; null where there is nothing of the name, or where it is the twin of another overload.</summary>
    public (IMethodSymbol Twin, string Reason)? NearMiss(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.Name.EndsWith(Suffix, StringComparison.Ordinal) || IsRuntime(method) || Gives(method) || call.SemanticModel is not { } model) return null;
        var enclosing = model.GetEnclosingSymbol(call.Syntax.SpanStart);
        foreach (var twin in OnType(method, call).Concat(AsExtension(method, call, model)).Select(twin => Constructed(twin, method)))
            if (Gives(twin) && !(enclosing is not null && IsEnclosing(twin, enclosing)) && !IsAnotherThing(twin, method, call))
                return (twin, Reason(twin, method, call, enclosing));
        return null;
    }

    /// <summary>Whether it is the twin of another overload, or takes other things and gives another.</summary>
    private bool IsAnotherThing(IMethodSymbol twin, IMethodSymbol method, IInvocationOperation call) =>
        Overloads(method).Any(other => TwinArguments.AreThose(twin, other))
        || method.Parameters.All(p => p.RefKind is RefKind.None or RefKind.In) && !GivesTheSame(twin, method) && TwinArguments.Map(call, twin) is null;

    private static IEnumerable<IMethodSymbol> Overloads(IMethodSymbol method) =>
        method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Where(other => !SymbolEqualityComparer.Default.Equals(other, method.OriginalDefinition) && !SymbolEqualityComparer.Default.Equals(other, method));

    private static bool Gives(IMethodSymbol method) => Signatures.IsAwaitable(method.ReturnType, out _) || Signatures.AsyncItem(method.ReturnType) is not null;

    private string Reason(IMethodSymbol twin, IMethodSymbol method, IInvocationOperation call, ISymbol? enclosing)
    {
        if (method.Parameters.FirstOrDefault(p => p.RefKind is not (RefKind.None or RefKind.In)) is { } byReference) return $"it cannot have '{(byReference.RefKind == RefKind.Out ? "out" : "ref")} {byReference.Name}'";
        if (!compilation.IsSymbolAccessibleWithin(twin, enclosing?.ContainingType ?? (ISymbol)compilation.Assembly)) return "it is not accessible here";
        if (IsDiscouraged(twin)) return "it is obsolete or experimental";
        if (!GivesTheSame(twin, method)) return $"it gives '{twin.ReturnType.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'";
        return TwinArguments.Misfit(call, twin) is { } misfit ? misfit : "it takes other arguments";
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

    /// <summary>Whether a method of this name may have a twin.</summary>
    public static bool MayBeNamed(string name) => !name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>False where no look-up can ever find a twin.</summary>
    public bool MayHaveTwin(ISymbol member) =>
        member is IMethodSymbol method && !method.Name.EndsWith(Suffix, StringComparison.Ordinal) && !Signatures.IsAwaitable(method.ReturnType, out _)
        && !IsRuntime(method) && method.Parameters.All(p => p.RefKind is RefKind.None or RefKind.In);

    /// <summary>Methods with the twin's name: of the type and its bases, else of its interfaces, else of what is called on.</summary>
    private static IEnumerable<IMethodSymbol> OnType(IMethodSymbol method, IInvocationOperation call)
    {
        var ofType = Named(method.ContainingType, method);
        return call.Instance is { } instance && !method.IsStatic && instance.WithoutImplicitConversions().Type is { } receiver && !SymbolEqualityComparer.Default.Equals(receiver, method.ContainingType)
            ? ofType.Concat(Named(receiver, method))
            : ofType;
    }

    private static IEnumerable<IMethodSymbol> Named(ITypeSymbol start, ISymbol method)
    {
        for (var type = start; type is not null; type = type.BaseType)
            foreach (var candidate in Members(type, method)) yield return candidate;
        // the members of the interfaces of a class may be hidden: what it shows itself was looked at above
        if (start.TypeKind is not (TypeKind.Interface or TypeKind.TypeParameter)) yield break;
        foreach (var type in start.AllInterfaces)
            foreach (var candidate in Members(type, method)) yield return candidate;
    }

    private static IEnumerable<IMethodSymbol> Members(ITypeSymbol type, ISymbol method) =>
        type.GetMembers(method.Name + Suffix).OfType<IMethodSymbol>().Where(candidate => candidate.IsStatic == method.IsStatic);

    private static IEnumerable<IMethodSymbol> AsExtension(IMethodSymbol method, IInvocationOperation call, SemanticModel model) =>
        call.Receiver()?.WithoutImplicitConversions().Type is { } receiver
            ? model.LookupSymbols(call.Syntax.SpanStart, receiver, method.Name + Suffix, includeReducedExtensionMethods: true)
                .OfType<IMethodSymbol>().Where(candidate => candidate.ReducedFrom is not null)
            : [];

    private bool IsTwin(IMethodSymbol twin, IMethodSymbol method, IInvocationOperation call, ISymbol? enclosing) =>
        IsUsable(twin, enclosing) && GivesTheSame(twin, method) && TwinArguments.Map(call, twin) is not null;

    private bool IsUsable(IMethodSymbol twin, ISymbol? enclosing) =>
        !(enclosing is not null && IsEnclosing(twin, enclosing)) && !IsDiscouraged(twin) && compilation.IsSymbolAccessibleWithin(twin, enclosing?.ContainingType ?? (ISymbol)compilation.Assembly);

    private static bool IsDiscouraged(IMethodSymbol twin) => twin.GetAttributes().Any(a => a.AttributeClass is { Name: "ObsoleteAttribute" or "ExperimentalAttribute" });

    // 'never suggest the enclosing method nor its overloads': that is how the twin itself is written
    private static bool IsEnclosing(IMethodSymbol twin, ISymbol enclosing)
    {
        for (var outer = enclosing; outer is IMethodSymbol; outer = outer.ContainingSymbol)
            if (outer.Name == twin.Name && SymbolEqualityComparer.Default.Equals(outer.ContainingType.OriginalDefinition, twin.ContainingType.OriginalDefinition)) return true;
        return false;
    }

    private static IMethodSymbol Constructed(IMethodSymbol twin, IMethodSymbol method) =>
        twin.Arity > 0 && twin.Arity == method.Arity && SymbolEqualityComparer.Default.Equals(twin, twin.ConstructedFrom) ? twin.Construct([.. method.TypeArguments]) : twin;

    private bool GivesTheSame(IMethodSymbol twin, IMethodSymbol method)
    {
        if (Signatures.IsSequenceOf(twin.ReturnType, method.ReturnType)) return true;
        if (!Signatures.IsAwaitable(twin.ReturnType, out var value)) return false;
        if (method.ReturnsVoid || value is not null && Signatures.Same(value, method.ReturnType)) return true;
        return value is not null && compilation.ClassifyConversion(value, method.ReturnType) is { IsImplicit: true } conversion
            && (conversion.IsReference || conversion.IsBoxing || conversion.IsNumeric || conversion.IsNullable);
    }

    /// <summary>Whether it is one of the library's own; what a project calls its namespaces says nothing.</summary>
    private bool IsRuntime(ISymbol method)
    {
        if (SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, compilation.Assembly)) return false;
        for (var space = method.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
            if (space.Name == "CoroutineDsl" && space.ContainingNamespace.IsGlobalNamespace) return true;
        return false;
    }
}
