using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>What stands in an operation beside what the compiler has put there.</summary>
internal static class OperationExtensions
{
    /// <summary>What a call is made on: the instance, or the first argument of an extension method.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod && call.Arguments.Length > 0 ? call.Arguments[0].Value : null);

    /// <summary>The value beneath conversions that the compiler put there.</summary>
    public static IOperation WithoutImplicitConversions(this IOperation operation)
    {
        while (operation is IConversionOperation { IsImplicit: true } conversion) operation = conversion.Operand;
        return operation;
    }
}
