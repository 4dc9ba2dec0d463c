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
        var open = new Stack<IOperation.OperationList.Enumerator>();
        open.Push(root.ChildOperations.GetEnumerator());
        while (open.Count > 0)
        {
            var children = open.Pop();
            if (!children.MoveNext()) continue;
            open.Push(children);
            var child = children.Current;
            if (child is IAnonymousFunctionOperation or ILocalFunctionOperation or INameOfOperation) continue;
            yield return child;
            open.Push(child.ChildOperations.GetEnumerator());
        }
    }
}
