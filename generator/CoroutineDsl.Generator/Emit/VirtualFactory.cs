using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Emit;

/// <summary>
/// The factory of a virtual coroutine, dispatched like the method.
/// <code>
/// public override Coroutine&lt;int&gt; TalkCoroutine(CoSocket conn) => TalkLowered(conn);
/// </code>
/// Where another assembly may derive from the type, a class of its own may override the method alone: it gets the iterator that it overrides.
/// </summary>
internal static class VirtualFactory
{
    /// <summary>What follows the method's name in the name of the factory that is not virtual.</summary>
    public const string LoweredSuffix = "Lowered";

    /// <param name="root">The method that declares the factory; the factories of the others override it.</param>
    /// <param name="isLowered">Whether there is a machine to make.</param>
    public static string Of(IMethodSymbol method, IMethodSymbol root, bool isLowered)
    {
        var isRoot = SymbolEqualityComparer.Default.Equals(method, root);
        var declaration = FactorySignature.Declare(method, method.DeclaredAccessibility, method.Name + KnownNames.FactorySuffix, isRoot ? "virtual" : "override");
        var iterator = UnloweredFactory.Iterator(method);
        if (!isLowered)
            return $"    {Marks.Glue}\n    {declaration} => {iterator};\n";
        var machine = FactorySignature.CallOf(method, method.Name + LoweredSuffix);
        return VirtualFactories.IsOpen(method)
            ? $"    {Marks.Glue}\n    {declaration} =>\n        GetType().Module == typeof({TypeText.Of(method.ContainingType)}).Module ? {machine} : {iterator};\n"
            : $"    {Marks.Glue}\n    {declaration} => {machine};\n";
    }
}
