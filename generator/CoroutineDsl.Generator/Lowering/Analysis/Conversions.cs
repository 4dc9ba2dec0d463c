using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>Conversions that run code: of the user's, or of whatever a dynamic value turns out to be.</summary>
internal static class Conversions
{
    /// <summary>
    /// The type that an operand is converted to where it stands, if that runs code; else null. What has to stay on the stack is converted where it is used: no wait can come between.
    /// </summary>
    public static ITypeSymbol? Target(ExpressionSyntax expression, LoweringContext context)
    {
        var conversion = context.Model.GetConversion(expression, context.Cancel);
        if (!conversion.IsUserDefined && !conversion.IsDynamic && !conversion.IsTupleConversion)
            return null;
        return context.Model.GetTypeInfo(expression, context.Cancel).ConvertedType is { IsRefLikeType: false, TypeKind: not (TypeKind.Error or TypeKind.Dynamic or TypeKind.Pointer) } type
            ? type : null;
    }
}
