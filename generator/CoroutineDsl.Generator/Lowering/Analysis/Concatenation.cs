using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>The <c>+</c> of strings: C# makes a text of each operand where it stands, before it evaluates the next.</summary>
internal static class Concatenation
{
    /// <summary>Whether a sum, or a compound assignment, puts texts together.</summary>
    public static bool IsOf(ExpressionSyntax sum, LoweringContext context) =>
        context.Model.GetSymbolInfo(sum, context.Cancel).Symbol is IMethodSymbol { MethodKind: MethodKind.BuiltinOperator, ReturnType.SpecialType: SpecialType.System_String };

    /// <summary>The text of a value of this type, as the operator makes it.</summary>
    public static CodeText TextOf(CodeText value, ITypeSymbol? type) =>
        type?.SpecialType == SpecialType.System_String ? value : $"global::System.String.Concat((object?)({value}))";
}
