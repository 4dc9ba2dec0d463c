using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>
/// Which calls that make a suspension have a begin of their own (<c>[Begins(nameof(BeginPut))]</c>), so that a wait for them makes none:
/// <code>
/// Suspension&lt;T> Get(TimeSpan? timeout = null)   ->   bool BeginGet(Greenlet greenlet, Coroutine frame, out T value, TimeSpan? timeout = null)
/// </code>
/// Where anything is in doubt the call stays as it is: the long way means the same.
/// </summary>
internal static class FusedBegins
{
    /// <summary>The name of the begin that C# would bind with the call's own arguments; null if there is none.</summary>
    public static string? NameFor(InvocationExpressionSyntax call, LoweringContext context)
    {
        if (context.Model.GetSymbolInfo(call, context.Cancel).Symbol is not IMethodSymbol method)
            return null;
        var declared = method.ReducedFrom ?? method;
        if (MayBeReplaced(declared) || declared.ContainingType is { IsValueType: true } or { IsExtension: true })
            return null;
        return BeginOf(declared, context) is { } begin && IsFound(call, method, begin, context) ? begin.Name : null;
    }

    /// <summary>Whether a derived type may have its own idea of the method, which its begin knows nothing of.</summary>
    private static bool MayBeReplaced(IMethodSymbol method) =>
        method.ContainingType is not { TypeKind: TypeKind.Class } || (method.IsVirtual || method.IsAbstract || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed;

    private static IMethodSymbol? BeginOf(IMethodSymbol method, LoweringContext context)
    {
        var attribute = method.OriginalDefinition.GetAttributes().FirstOrDefault(a =>
            a.AttributeClass is { Name: "BeginsAttribute", ContainingNamespace: { Name: "Runtime", ContainingNamespace: { Name: "CoroutineDsl", ContainingNamespace.IsGlobalNamespace: true } } });
        return attribute?.ConstructorArguments is [{ Value: string name }]
            ? method.ContainingType.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(m => Corresponds(m, method.OriginalDefinition, context))
            : null;
    }

    /// <summary>Whether a method takes what the other takes, and in front of that what a begin takes.</summary>
    private static bool Corresponds(IMethodSymbol candidate, IMethodSymbol method, LoweringContext context)
    {
        var begin = candidate.OriginalDefinition;
        if (begin.ReturnType.SpecialType != SpecialType.System_Boolean || begin.IsStatic != method.IsStatic || begin.IsExtensionMethod != method.IsExtensionMethod || begin.Arity != method.Arity
            || !context.Model.Compilation.IsSymbolAccessibleWithin(candidate, context.Method.ContainingType))
            return false;
        if (begin.Arity > 0)
            begin = begin.Construct([.. method.TypeParameters]);
        var at = method.IsExtensionMethod ? 1 : 0;
        var value = ValueOf(method.ReturnType, context);
        var added = value is null ? 2 : 3;
        if (!RuntimeTypes.Same(method.ReturnType.OriginalDefinition, value is null ? context.Known.Suspension : context.Known.SuspensionOfT) || begin.Parameters.Length != method.Parameters.Length + added)
            return false;
        if (!RuntimeTypes.Same(begin.Parameters[at].Type, context.Known.Greenlet) || !RuntimeTypes.Same(begin.Parameters[at + 1].Type, context.Known.Coroutine)
            || value is not null && (begin.Parameters[at + 2].RefKind != RefKind.Out || !RuntimeTypes.Same(begin.Parameters[at + 2].Type, value)))
            return false;
        return method.Parameters.All(p => IsSame(p, begin.Parameters[p.Ordinal < at ? p.Ordinal : p.Ordinal + added]));
    }

    private static bool IsSame(IParameterSymbol one, IParameterSymbol other) =>
        one.RefKind == RefKind.None && other.RefKind == RefKind.None && one.Name == other.Name && RuntimeTypes.Same(one.Type, other.Type) && one.IsParams == other.IsParams
        && one.HasExplicitDefaultValue == other.HasExplicitDefaultValue && (!one.HasExplicitDefaultValue || Equals(one.ExplicitDefaultValue, other.ExplicitDefaultValue));

    private static ITypeSymbol? ValueOf(ITypeSymbol wait, LoweringContext context) =>
        wait is INamedTypeSymbol { TypeArguments: [var value] } && RuntimeTypes.Same(wait.OriginalDefinition, context.Known.SuspensionOfT) ? value : null;

    /// <summary>Whether the begin's name, in the call's place, means that begin and nothing nearer.</summary>
    private static bool IsFound(InvocationExpressionSyntax call, IMethodSymbol method, IMethodSymbol begin, LoweringContext context)
    {
        var name = SuspensionFinder.CalledName(call);
        if (name is null || name.Identifier.ValueText != method.Name)
            return false;
        INamespaceOrTypeSymbol? receiver = call.Expression switch
        {
            MemberAccessExpressionSyntax access => context.Model.GetTypeInfo(access.Expression, context.Cancel).Type ?? context.Model.GetSymbolInfo(access.Expression, context.Cancel).Symbol as INamespaceOrTypeSymbol,
            MemberBindingExpressionSyntax binding => ReceiverOf(binding, context),
            _ => null,
        };
        if (receiver is null && call.Expression is not SimpleNameSyntax || receiver is null && context.Identifiers.MachineMembers.Contains(begin.Name))
            return false;
        var found = context.Model.LookupSymbols(call.SpanStart, receiver, begin.Name, includeReducedExtensionMethods: method.ReducedFrom is not null);
        return found.Length > 0 && found.All(f => RuntimeTypes.Same(((f as IMethodSymbol)?.ReducedFrom ?? f).ContainingType?.OriginalDefinition, begin.ContainingType.OriginalDefinition));
    }

    private static INamespaceOrTypeSymbol? ReceiverOf(MemberBindingExpressionSyntax binding, LoweringContext context)
    {
        var access = binding.Ancestors().OfType<ConditionalAccessExpressionSyntax>().FirstOrDefault(a => a.WhenNotNull.Contains(binding));
        return access is null ? null : context.Model.GetTypeInfo(access.Expression, context.Cancel).Type;
    }
}
