using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>What <c>yield return x;</c> means, by the conversion that C# chose for x.</summary>
internal static class YieldedValue
{
    internal enum Kind
    {
        /// <summary>x is the result: the coroutine ends here.</summary>
        Result,

        /// <summary>x is waited for, by its own static type.</summary>
        Wait,

        /// <summary>x is waited for; its value is dropped.</summary>
        WaitForValue,

        /// <summary>x is a <c>Yield&lt;T&gt;</c>: what it means is known at run time.</summary>
        Open,

        /// <summary>x is dynamic in a coroutine with a result: what it means is known after its conversion to <c>Yield&lt;T&gt;</c>.</summary>
        OpenAfterConversion,

        /// <summary>x has no known type before generated code exists.</summary>
        Unknown,

        /// <summary>x is waited for after its conversion to <c>Yield</c>.</summary>
        Converted,
    }

    public static Kind Classify(ExpressionSyntax value, LoweringContext context)
    {
        var info = context.Model.GetTypeInfo(value, context.Cancel);
        var conversion = context.Model.GetConversion(value, context.Cancel);
        if (conversion.IsUserDefined && conversion.MethodSymbol?.OriginalDefinition.Parameters[0].Type is { } source)
        {
            if (source is ITypeParameterSymbol)
                return Kind.Result;
            var type = info.Type;
            if (type is null)
                return Kind.Converted;
            if (RuntimeTypes.Same(type.OriginalDefinition, context.Known.SuspensionOfT) || RuntimeTypes.Same(type.OriginalDefinition, context.Known.ValueTaskOfT))
                return Kind.WaitForValue;
            return source.SpecialType == SpecialType.System_ValueType && type.Name is not ("ValueTask" or "Suspension") ? Kind.Converted : Kind.Wait;
        }
        if (info.Type is IDynamicTypeSymbol && context.Type.Result is not null)
            return Kind.OpenAfterConversion;
        if (conversion.IsIdentity)
            return RuntimeTypes.Same(info.Type?.OriginalDefinition, context.Known.YieldOfT) ? Kind.Open : Kind.Wait;
        // a factory that is generated in the same build
        if (value is InvocationExpressionSyntax call && FactoryCalls.Unbound(call, context) is not null)
            return Kind.Wait;
        if (SuspensionFinder.AwaitOfFactory(value, context) is { Result: { } awaited } && context.Type.Result is { } result)
            return context.Model.Compilation.ClassifyConversion(awaited, result) is { IsImplicit: true, IsUserDefined: false } ? Kind.Result : Kind.Unknown;
        return conversion.Exists ? Kind.Converted : Kind.Unknown;
    }
}
