using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>Constants as C# text.</summary>
internal static class LiteralText
{
    /// <summary>The value of a constant of that type, whatever it was written with.</summary>
    public static string Of(object? value, ITypeSymbol type) => value switch
    {
        null => type.IsValueType || type is ITypeParameterSymbol ? "default" : "null",
        double.NaN => "double.NaN",
        double.PositiveInfinity => "double.PositiveInfinity",
        double.NegativeInfinity => "double.NegativeInfinity",
        float.NaN => "float.NaN",
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        double number => number.ToString("R", CultureInfo.InvariantCulture) + "D",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "F",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "M",
        bool truth => truth ? "true" : "false",
        string or char => SymbolDisplay.FormatPrimitive(value, quoteStrings: true, useHexadecimalNumbers: false),
        var number => $"unchecked(({TypeText.Of(type)})({Convert.ToString(number, CultureInfo.InvariantCulture)}))",
    };
}
