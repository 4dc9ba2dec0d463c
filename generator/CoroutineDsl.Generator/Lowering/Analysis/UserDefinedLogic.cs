using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>
/// <c>&amp;&amp;</c> and <c>||</c> of a type with operators <c>true</c>, <c>false</c>, <c>&amp;</c> and <c>|</c>: <c>x &amp;&amp; y</c> is x where x is false, else <c>x &amp; y</c>.
/// C# calls <c>operator true</c> in a condition, but has no expression that calls <c>operator false</c> alone: that takes an accessor.
/// </summary>
internal static class UserDefinedLogic
{
    /// <summary>The operator <c>false</c> of <c>&amp;&amp;</c>, or <c>true</c> of <c>||</c>; null where the operands are of type bool, or dynamic.</summary>
    public static IMethodSymbol? ShortCut(BinaryExpressionSyntax logical, LoweringContext context)
    {
        var name = logical.IsKind(SyntaxKind.LogicalAndExpression) ? WellKnownMemberNames.FalseOperatorName : WellKnownMemberNames.TrueOperatorName;
        return (context.Model.GetOperation(logical, context.Cancel) as IBinaryOperation)?.OperatorMethod?.ContainingType.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault(m => !m.IsAbstract);
    }

    /// <summary>Why the operator cannot be taken apart; null where it can.</summary>
    public static string? Obstacle(BinaryExpressionSyntax logical, LoweringContext context)
    {
        if (context.Model.GetTypeInfo(logical, context.Cancel).Type is { SpecialType: SpecialType.System_Boolean })
            return null;
        if (ShortCut(logical, context) is not { } shortCut)
            return "a suspension on the right of a dynamic && or ||";
        if (logical.IsKind(SyntaxKind.LogicalOrExpression))
            return IsConvertedToBool(shortCut, context) ? "a suspension on the right of a user-defined || of a type that converts to bool" : null;
        return IsGeneric(context) ? "a suspension on the right of a user-defined && in a generic method or type" : null;
    }

    /// <summary>A condition prefers the conversion to the operator.</summary>
    private static bool IsConvertedToBool(IMethodSymbol shortCut, LoweringContext context) =>
        context.Model.Compilation.ClassifyConversion(shortCut.Parameters[0].Type, context.Model.Compilation.GetSpecialType(SpecialType.System_Boolean)).IsImplicit;

    /// <summary>The type parameters of an accessor would have to be those of the operator.</summary>
    private static bool IsGeneric(LoweringContext context)
    {
        for (var type = context.Method.ContainingType; type is not null; type = type.ContainingType)
            if (type.IsGenericType)
                return true;
        return context.Method.IsGenericMethod;
    }
}
