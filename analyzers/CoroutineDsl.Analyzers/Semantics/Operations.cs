using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>What operations mean to a coroutine.</summary>
internal static class Operations
{
    /// <summary>Whether this is a suspension: <c>yield return</c> (of anything), a call of <c>Await()</c>, a loop over a <c>CoEnumerable</c>.</summary>
    internal static bool IsSuspension(this IOperation operation, CoroutineContext context) => operation switch
    {
        IReturnOperation => operation.Kind == OperationKind.YieldReturn,
        IInvocationOperation call => call.IsAwait(context),
        IForEachLoopOperation loop => context.IsCoEnumerable(loop.Collection.WithoutImplicitConversions().Type),
        _ => false,
    };

    /// <summary>Whether there is a suspension in this operation.</summary>
    internal static bool Suspends(this IOperation operation, CoroutineContext context) => operation.InFunction().Any(o => o.IsSuspension(context));

    /// <summary>Whether this body is an iterator's.</summary>
    internal static bool Yields(this IOperation body) => body.InFunction().Any(o => o.Kind is OperationKind.YieldReturn or OperationKind.YieldBreak);

    internal static bool IsAwait(this IInvocationOperation call, CoroutineContext context) =>
        call.TargetMethod.Name == "Await"
        && call.TargetMethod.GetAttributes().Any(a => CoroutineContext.Same(a.AttributeClass, context.AwaitMethod));

    /// <summary>The field, local, parameter or property that an expression names, where naming it twice means the same thing twice.</summary>
    internal static ISymbol? NamedSymbol(this IOperation? operation) => operation?.WithoutImplicitConversions() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation, Arguments.Length: 0 } property => property.Property,
        _ => null,
    };
}
