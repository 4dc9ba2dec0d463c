using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Statements;

internal sealed partial class BodyLowering
{
    private void LowerForEach(CommonForEachStatementSyntax loop)
    {
        if (loop is ForEachStatementSyntax { Type: RefTypeSyntax })
        {
            Context.Refuse(loop, "foreach by reference across a suspension", "use an index");
            return;
        }
        var type = Model.GetTypeInfo(loop.Expression, Context.Cancel).Type;
        Prepare(loop.Expression);
        if (type is IArrayTypeSymbol { Rank: 1 } array)
            LowerIndexed(loop, type, array.ElementType);
        else if (type?.SpecialType == SpecialType.System_String)
            LowerIndexed(loop, type, Context.Model.Compilation.GetSpecialType(SpecialType.System_Char));
        else
            LowerEnumerated(loop, type);
    }

    /// <summary>
    /// <code>
    /// foreach (var x in a) A;   ->   items1 = a; index1 = 0;
    ///                                Loop1: if (index1 >= items1.Length) goto Break1;
    ///                                x = items1[index1]; A;
    ///                                Continue1: index1++; goto Loop1;
    ///                                Break1:
    /// </code>
    /// </summary>
    private void LowerIndexed(CommonForEachStatementSyntax loop, ITypeSymbol type, ITypeSymbol element)
    {
        var items = Temporary("items", type.WithNullableAnnotation(NullableAnnotation.NotAnnotated), loop.Expression);
        var index = Context.Variables.Temporary("index", "int");
        var (start, next, end) = (NewLabel("Loop"), NewLabel("Continue"), NewLabel("Break"));
        Jumps.AddLoop(loop, end, next);
        EmitStore(items, Render(loop.Expression), loop.Expression);
        EmitStore(index, "0");
        EmitLabel(start);
        EmitBranch($"{Read(index)} >= {Read(items)}.Length", end);
        LowerIteration(loop, $"{Read(items)}[{Read(index)}]", element, element);
        EmitLabel(next);
        EmitStore(index, $"{Read(index)} + 1");
        EmitGoto(start);
        EmitLabel(end);
    }

    /// <summary>
    /// <code>
    /// foreach (var x in c) A;   ->   e1 = c.GetEnumerator();
    ///                                try { Loop1: if (!e1.MoveNext()) goto Break1; x = e1.Current; A; goto Loop1; Break1: }
    ///                                finally { e1.Dispose(); }
    /// </code>
    /// The enumerator keeps its static type: a struct is never copied. The steps of a <c>CoEnumerable</c> may suspend.
    /// </summary>
    private void LowerEnumerated(CommonForEachStatementSyntax loop, ITypeSymbol? type)
    {
        var info = Model.GetForEachStatementInfo(loop);
        if (type is IArrayTypeSymbol || info.GetEnumeratorMethod is not { } getEnumerator || info.CurrentProperty is not { } current || info.ElementType is not { } element)
        {
            if (type is not IArrayTypeSymbol array)
            {
                Context.Refuse(loop.Expression, "a foreach of this kind across a suspension", "use an index");
                return;
            }
            LowerRankedArray(loop, array);
            return;
        }
        if (SuspensionFinder.StreamCall(loop, Context) is { } stream)
        {
            var item = CoroutineType.Of(stream.ReturnType)!.Value.Item!;
            var steps = Temporary("enumerator", Context.Known.CoEnumerator!.Construct(item), loop.Expression);
            EmitStore(steps, $"{Render(loop.Expression)}.GetEnumerator()", loop.Expression);
            LowerEnumeration(loop, steps, mayStep: true, item, element);
            return;
        }
        var mayStep = SuspensionFinder.IsCoEnumerable(loop, Context);
        if (getEnumerator.ReturnType.IsRefLikeType)
        {
            Context.Refuse(loop.Expression, "a foreach over a span or another ref struct across a suspension", "use an index over an array or a Memory");
            return;
        }
        var enumeratorType = getEnumerator.ReturnType;
        if (element.IsAnonymousType && Model.Compilation.GetSpecialType(SpecialType.System_Collections_Generic_IEnumerator_T).Construct(element) is var general
            && type!.AllInterfaces.Append(type).Any(i => i is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Collections_Generic_IEnumerable_T }))
        {
            // an enumerator without a name is stored as an object, and so must not be a struct
            var boxed = Temporary("enumerator", general, loop.Expression);
            EmitStore(boxed, $"global::CoroutineDsl.Runtime.Patterns.Enumerate({Render(loop.Expression)})", loop.Expression);
            LowerEnumeration(loop, boxed, mayStep: false, element, element);
            return;
        }
        var enumerator = Temporary("enumerator", enumeratorType.WithNullableAnnotation(NullableAnnotation.NotAnnotated), loop.Expression);
        EmitStore(enumerator, GetEnumerator(loop.Expression, type, getEnumerator), loop.Expression);
        LowerEnumeration(loop, enumerator, mayStep, current.Type, element);
    }

    /// <summary>An array of several dimensions: its own enumerator has the order of C#.</summary>
    private void LowerRankedArray(CommonForEachStatementSyntax loop, IArrayTypeSymbol array)
    {
        var enumerator = Context.Variables.Temporary("enumerator", "global::System.Collections.IEnumerator", Model.Compilation.GetSpecialType(SpecialType.System_Collections_IEnumerator), loop.Expression);
        EmitStore(enumerator, $"((global::System.Array)({Render(loop.Expression)})).GetEnumerator()", loop.Expression);
        var start = NewLabel("Loop");
        var end = NewLabel("Break");
        Jumps.AddLoop(loop, end, start);
        EmitLabel(start);
        EmitBranch($"!{Read(enumerator)}.MoveNext()", end);
        LowerIteration(loop, $"{Read(enumerator)}.Current", Model.Compilation.ObjectType, array.ElementType);
        EmitGoto(start);
        EmitLabel(end);
    }

    private CodeText GetEnumerator(ExpressionSyntax collection, ITypeSymbol? type, IMethodSymbol method)
    {
        var text = Render(collection);
        if (method.IsExtensionMethod)
            return $"{TypeText.Of(method.ContainingType)}.GetEnumerator({text})";
        // by its name alone, another could be meant: a member of the class that implements the interface, or an overload nearer by
        if (!RuntimeTypes.Same(type, method.ContainingType) && (method.ContainingType.TypeKind == TypeKind.Interface || type is INamedTypeSymbol { TypeKind: TypeKind.Class, IsAnonymousType: false } && !method.IsVirtual && !method.IsOverride))
            return $"(({TypeText.Of(method.ContainingType)})({text})).GetEnumerator()";
        CodeText grouped = $"({text})";
        return $"{(collection is IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ParenthesizedExpressionSyntax or ElementAccessExpressionSyntax or ObjectCreationExpressionSyntax ? text : grouped)}.GetEnumerator()";
    }

    private void LowerEnumeration(CommonForEachStatementSyntax loop, Variable enumerator, bool mayStep, ITypeSymbol current, ITypeSymbol element)
    {
        var (start, end) = (NewLabel("Loop"), NewLabel("Break"));
        void Body()
        {
            Jumps.AddLoop(loop, end, start);
            EmitLabel(start);
            if (mayStep)
            {
                var moved = Context.Variables.Temporary("moved", "bool", Model.Compilation.GetSpecialType(SpecialType.System_Boolean));
                EmitWaitFor($"{Read(enumerator)}.BeginStep({CodeText.Hole})", moved, null, loop.Expression);
                EmitBranch($"!{Read(moved)}", end);
            }
            else
                EmitBranch($"!{Read(enumerator)}.MoveNext()", end, loop.Expression);
            LowerIteration(loop, $"{Read(enumerator)}.Current", current, element);
            EmitGoto(start);
            EmitLabel(end);
        }

        if (RuntimeTypes.Derives(enumerator.Type, Context.Known.CoEnumerator))
            EmitTrySuspendingFinally(Body, () => EmitWaitFor($"{Read(enumerator)}.BeginDispose({CodeText.Hole})", null, null, loop.Expression), loop.Span);
        else if (Context.Known.IsCoDisposable(enumerator.Type))
            EmitTrySuspendingFinally(Body, () => EmitCoDispose(enumerator, loop.Expression), loop.Span);
        else if (DisposeText(enumerator, mayBeDisposable: true) is { } dispose)
            EmitTryFinally(Body, () => EmitCopy(dispose));
        else
            Body();
    }

    /// <summary>The iteration variable is a fresh one each time.</summary>
    private void LowerIteration(CommonForEachStatementSyntax loop, CodeText item, ITypeSymbol itemType, ITypeSymbol element)
    {
        EnterScope(loop);
        if (!RuntimeTypes.Same(itemType, element) && !element.IsAnonymousType)
            item = $"({TypeNames.Of(element, loop.Expression, Context)}){item}";
        switch (loop)
        {
            case ForEachStatementSyntax single:
                if (Declared(single) is { } variable)
                {
                    if (!IsSameType(element, variable.Type!) && variable.Type!.TypeKind != TypeKind.Dynamic)
                        item = $"({variable.TypeText})({item})";
                    EmitStore(variable, item, SyntaxPlace(single));
                }
                break;
            case ForEachVariableStatementSyntax several:
                EmitCopy($"{Render(several.Variable)} = {item};", several.Variable);
                break;
        }
        LowerEmbedded(loop.Statement);
    }

    private static SyntaxNodeOrToken SyntaxPlace(ForEachStatementSyntax loop) => loop.Identifier;
}
