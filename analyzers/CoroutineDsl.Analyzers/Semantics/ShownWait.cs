using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Analyzers;

/// <summary>Where a wait, or a coroutine that has not begun, stands in place of its value and C# does not mind: in a text, and as an <c>object</c>.</summary>
internal static class ShownWait
{
    private const string ToText = "ToString";

    /// <summary>What is shown or passed on; null where the operation is something else.</summary>
    internal static IOperation? In(IOperation operation, CoroutineContext coroutines)
    {
        var shown = operation switch
        {
            IInterpolationOperation interpolation => interpolation.Expression,
            IInterpolatedStringAppendOperation { AppendCall: IInvocationOperation { Arguments: [var first, ..] } } => first.Value,
            IConversionOperation { IsImplicit: true, Type.SpecialType: SpecialType.System_Object } conversion when IsLost(conversion) => conversion.Operand,
            IInvocationOperation { TargetMethod: { Name: ToText, Parameters.IsEmpty: true }, Instance: { } instance } when IsMade(instance) => instance,
            _ => null,
        };
        shown = shown?.WithoutImplicitConversions();
        return shown is not null && (coroutines.IsSuspensionType(shown.Type) || coroutines.IsColdCoroutine(shown.Type)) ? shown : null;
    }

    /// <summary>Part of a text, or an argument: of what makes a text, or one that nobody else has.</summary>
    private static bool IsLost(IConversionOperation conversion)
    {
        var parent = conversion.Parent;
        if (parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } or ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add }) return true;
        while (parent is { IsImplicit: true } and not IArgumentOperation) parent = parent.Parent; // the array of 'params'
        if (parent is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method }, Parameter: { } parameter }) return false;
        return MakesText(method) || IsMade(conversion.Operand) && TakesObject(parameter) && !OnlyCompares(method) && !IsState(parameter);
    }

    private static bool IsMade(IOperation operation) => operation.WithoutImplicitConversions() is IInvocationOperation or IObjectCreationOperation;

    private static bool MakesText(IMethodSymbol method) => method.ContainingType.Name switch
    {
        "Console" or "TextWriter" or "Debug" or "Trace" => method.Name.StartsWith("Write", StringComparison.Ordinal),
        "String" => method.Name is "Format" or "Concat",
        "StringBuilder" => method.Name.StartsWith("Append", StringComparison.Ordinal),
        _ => false,
    };

    // where the type is a parameter of the method or of its type, it is a collection of objects or the like: others may take the wait out again
    private static bool TakesObject(IParameterSymbol parameter) => parameter.OriginalDefinition.Type switch
    {
        IArrayTypeSymbol array => array.ElementType.SpecialType == SpecialType.System_Object,
        INamedTypeSymbol { Arity: 1 } span => span.TypeArguments[0].SpecialType == SpecialType.System_Object,
        var type => type.SpecialType == SpecialType.System_Object,
    };

    private static bool OnlyCompares(IMethodSymbol method) => method.Name is "Equals" or "ReferenceEquals" or "KeepAlive" || method.ContainingType.Name == "Assert";

    /// <summary>What a callback gets back, as it was given.</summary>
    private static bool IsState(IParameterSymbol parameter) => parameter.Name is "state" or "userState" or "parameter";
}
