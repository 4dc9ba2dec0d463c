using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>
/// What a person calls in the place of a blocking call: <c>CoConsole.ReadLine()</c> for <c>Console.ReadLine()</c>, <c>CoFile.ReadAllText(path)</c> for <c>File.ReadAllText(path)</c>. The patch calls something else:
/// it must not change what other calls see.
/// </summary>
internal static class LibraryTwin
{
    /// <summary>The library's method of the same name, that takes the same arguments and gives the same; null where there is none.</summary>
    internal static IMethodSymbol? Of(BlockingCall call, CoroutineContext coroutines)
    {
        if (call.Operation is not IInvocationOperation { TargetMethod: { IsStatic: true, IsExtensionMethod: false } method } invocation || !IsFrameworks(method)) return null;
        return coroutines.Find($"CoroutineDsl.Co{method.ContainingType.Name}")?.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(twin => Serves(twin, method, invocation, coroutines));
    }

    private static bool IsFrameworks(IMethodSymbol method)
    {
        var space = method.ContainingNamespace;
        while (space.ContainingNamespace is { IsGlobalNamespace: false } outer) space = outer;
        return space.Name == "System";
    }

    private static bool Serves(IMethodSymbol twin, IMethodSymbol method, IInvocationOperation call, CoroutineContext coroutines) =>
        twin is { IsStatic: true, Arity: 0, DeclaredAccessibility: Accessibility.Public } && twin.Parameters.Length >= method.Parameters.Length
        && Gives(twin.ReturnType, method, coroutines)
        && twin.Parameters.Skip(method.Parameters.Length).All(p => p.IsOptional)
        && call.Arguments.All(argument => argument.Parameter is { } parameter && Takes(twin.Parameters[parameter.Ordinal], parameter, argument, coroutines));

    private static bool Gives(ITypeSymbol suspension, IMethodSymbol method, CoroutineContext coroutines) => method.ReturnsVoid
        ? CoroutineContext.Same(suspension, coroutines.Suspension)
        : suspension is INamedTypeSymbol { Arity: 1 } typed && CoroutineContext.Same(typed.OriginalDefinition, coroutines.SuspensionOf) && CoroutineContext.Same(typed.TypeArguments[0], method.ReturnType);

    private static bool Takes(IParameterSymbol wanted, IParameterSymbol given, IArgumentOperation argument, CoroutineContext coroutines) =>
        given is { RefKind: RefKind.None, IsParams: false } && argument.ArgumentKind == ArgumentKind.Explicit
        && (wanted.Name == given.Name || argument.Syntax is not ArgumentSyntax { NameColon: not null })
        && coroutines.Compilation.ClassifyCommonConversion(given.Type, wanted.Type) is { Exists: true, IsImplicit: true }
        && (wanted.NullableAnnotation != NullableAnnotation.NotAnnotated || given.NullableAnnotation != NullableAnnotation.Annotated || !MayBeNull(argument));

    private static bool MayBeNull(IArgumentOperation argument) =>
        argument.SemanticModel?.GetTypeInfo(argument.Value.WithoutImplicitConversions().Syntax).Nullability.FlowState == NullableFlowState.MaybeNull;
}
