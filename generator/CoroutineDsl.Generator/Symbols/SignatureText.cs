using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Symbols;

/// <summary>The pieces of a method signature as C# text that means the same anywhere in the compilation.</summary>
internal static class SignatureText
{
    public static string Accessibility(Accessibility accessibility) => SyntaxFacts.GetText(accessibility);

    /// <summary><c>&lt;T, U&gt;</c>, or nothing.</summary>
    public static string TypeParameters(IReadOnlyCollection<ITypeParameterSymbol> parameters) =>
        parameters.Count == 0 ? "" : "<" + string.Join(", ", parameters.Select(p => TypeText.Identifier(p.Name))) + ">";

    /// <summary>All <c>where</c> clauses, each with a space in front.</summary>
    public static string Constraints(IEnumerable<ITypeParameterSymbol> parameters) =>
        string.Concat(parameters.Select(p => (p, Parts: ConstraintParts(p).ToArray())).Where(c => c.Parts.Length > 0)
            .Select(c => $" where {TypeText.Identifier(c.p.Name)} : {string.Join(", ", c.Parts)}"));

    private static IEnumerable<string> ConstraintParts(ITypeParameterSymbol p)
    {
        if (p.HasReferenceTypeConstraint)
            yield return p.ReferenceTypeConstraintNullableAnnotation == NullableAnnotation.Annotated ? "class?" : "class";
        else if (p.HasUnmanagedTypeConstraint)
            yield return "unmanaged";
        else if (p.HasValueTypeConstraint)
            yield return "struct";
        else if (p.HasNotNullConstraint)
            yield return "notnull";
        foreach (var type in p.ConstraintTypes)
            yield return TypeText.Of(type);
        if (p.HasConstructorConstraint)
            yield return "new()";
        if (p.AllowsRefLikeType)
            yield return "allows ref struct";
    }

    /// <summary>A parameter with its default value and caller-info attribute, as a declaration that callers may name.</summary>
    public static string DeclaredParameter(IParameterSymbol parameter, ITypeSymbol type) =>
        Attributes(parameter) + (parameter.IsParams ? "params " : "") + Parameter(parameter, type) + Default(parameter);

    /// <summary>Type and name only.</summary>
    public static string Parameter(IParameterSymbol parameter) => Parameter(parameter, parameter.Type);

    /// <summary>The same with the type as another declaration of the method has it.</summary>
    public static string Parameter(IParameterSymbol parameter, ITypeSymbol type) =>
        (parameter.ScopedKind == ScopedKind.ScopedValue && !parameter.IsParams ? "scoped " : "") + $"{TypeText.Of(type)} {TypeText.Identifier(parameter.Name)}";

    /// <summary>The parameters passed on. A dynamic one is passed as the object it is, lest the call be bound at run time.</summary>
    public static string Arguments(ImmutableArray<IParameterSymbol> parameters) => string.Join(", ", parameters.Select(Argument));

    private static string Argument(IParameterSymbol parameter) =>
        (parameter.Type.TypeKind == TypeKind.Dynamic ? "(object)" : "") + TypeText.Identifier(parameter.Name);

    private static string Default(IParameterSymbol parameter) =>
        parameter.DeclaringSyntaxReferences is [var reference, ..] && reference.GetSyntax() is ParameterSyntax { Default.Value: { } value }
            ? " = " + SyntaxText.Of(value)
            : "";

    /// <summary>What makes an argument optional, or written by the compiler.</summary>
    private static string Attributes(IParameterSymbol parameter) => string.Concat(parameter.GetAttributes().Where(IsAboutDefault).Select(a =>
        $"[{TypeText.Of(a.AttributeClass!)}{(a.ConstructorArguments.Length > 0 ? $"({string.Join(", ", a.ConstructorArguments.Select(v => v.ToCSharpString()))})" : "")}] "));

    private static bool IsAboutDefault(AttributeData attribute) => attribute.AttributeClass switch
    {
        { ContainingNamespace.Name: "CompilerServices", Name: var name } => name.StartsWith("Caller", StringComparison.Ordinal) || name is "DecimalConstantAttribute" or "DateTimeConstantAttribute",
        { ContainingNamespace.Name: "InteropServices", Name: "OptionalAttribute" or "DefaultParameterValueAttribute" } => true,
        _ => false,
    };
}
