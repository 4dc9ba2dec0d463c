using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>Walks over operations.</summary>
internal static class OperationWalk
{
    /// <summary>All operations under <paramref name="root"/> in source order, without those of nested lambdas and local functions, and without operands of nameof.</summary>
    public static IEnumerable<IOperation> InFunction(this IOperation root)
    {
        yield return root;
        foreach (var child in root.ChildOperations)
        {
            if (child is IAnonymousFunctionOperation or ILocalFunctionOperation or INameOfOperation) continue;
            foreach (var inner in child.InFunction()) yield return inner;
        }
    }
}
