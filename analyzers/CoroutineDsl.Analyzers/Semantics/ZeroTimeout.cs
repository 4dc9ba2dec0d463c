using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>A wait for at most no time only asks: it does not block.</summary>
internal static class ZeroTimeout
{
    internal static bool In(IOperation operation) => operation is IInvocationOperation call && call.Arguments.Any(a =>
        a.Parameter is { } parameter && parameter.Name.EndsWith("timeout", StringComparison.OrdinalIgnoreCase) && IsZero(a.Value.WithoutImplicitConversions()));

    private static bool IsZero(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: 0 or 0L }
        || value is IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } }
        || value is IDefaultValueOperation { Type.Name: "TimeSpan" };
}
