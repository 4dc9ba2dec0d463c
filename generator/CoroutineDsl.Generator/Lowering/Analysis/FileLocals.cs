using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>
/// A body that reaches a type which is local to its file cannot stand in another: by name, or through what C# calls without a name, such as an operator, a conversion, a
/// <c>Deconstruct</c>, an <c>Add</c> or a <c>GetEnumerator</c>.
/// </summary>
internal static class FileLocals
{
    public static void Check(LoweringContext context)
    {
        if (!FileLocalTypes.AreIn((CompilationUnitSyntax)context.Body.SyntaxTree.GetRoot(context.Cancel)))
            return;
        if (Reached(context) is { } place)
            context.Refuse(place, "a type that is local to its file", "make the type internal: generated code is another file");
    }

    private static SyntaxNode? Reached(LoweringContext context)
    {
        foreach (var node in context.Body.DescendantNodes())
            if (node is SimpleNameSyntax name && (FileLocalTypes.IsIn(context.Model.GetSymbolInfo(name, context.Cancel).Symbol) || FileLocalTypes.IsIn(context.Model.GetAliasInfo(name, context.Cancel)))
                || node is ExpressionSyntax expression && context.Model.GetTypeInfo(expression, context.Cancel) is var info && (FileLocalTypes.IsIn(info.Type) || FileLocalTypes.IsIn(info.ConvertedType))
                || CalledWithoutName(node, context).Any(FileLocalTypes.IsIn))
                return node;
        return context.Model.GetOperation(context.Body, context.Cancel)?.Descendants().FirstOrDefault(operation => Called(operation).Any(FileLocalTypes.IsIn))?.Syntax;
    }

    private static IEnumerable<ISymbol?> CalledWithoutName(SyntaxNode node, LoweringContext context)
    {
        switch (node)
        {
            case CommonForEachStatementSyntax loop:
                var info = context.Model.GetForEachStatementInfo(loop);
                return [info.GetEnumeratorMethod, info.MoveNextMethod, info.CurrentProperty, info.DisposeMethod, info.ElementConversion.MethodSymbol,
                    .. loop is ForEachVariableStatementSyntax several ? Deconstructed(context.Model.GetDeconstructionInfo(several)) : []];
            case AssignmentExpressionSyntax assignment:
                return Deconstructed(context.Model.GetDeconstructionInfo(assignment));
            case AwaitExpressionSyntax awaiting:
                var awaited = context.Model.GetAwaitExpressionInfo(awaiting);
                return [awaited.GetAwaiterMethod, awaited.GetResultMethod, awaited.IsCompletedProperty];
            default:
                return [];
        }
    }

    private static IEnumerable<ISymbol?> Deconstructed(DeconstructionInfo info) => [info.Method, info.Conversion?.MethodSymbol, .. info.Nested.IsDefaultOrEmpty ? [] : info.Nested.SelectMany(Deconstructed)];

    private static IEnumerable<ISymbol?> Called(IOperation operation) => operation switch
    {
        IInvocationOperation call => [call.TargetMethod],
        IObjectCreationOperation creation => [creation.Constructor],
        IMemberReferenceOperation reference => [reference.Member],
        IConversionOperation conversion => [conversion.OperatorMethod],
        IBinaryOperation binary => [binary.OperatorMethod],
        IUnaryOperation unary => [unary.OperatorMethod],
        IIncrementOrDecrementOperation increment => [increment.OperatorMethod],
        ICompoundAssignmentOperation compound => [compound.OperatorMethod, compound.InConversion.MethodSymbol, compound.OutConversion.MethodSymbol],
        IRecursivePatternOperation pattern => [pattern.DeconstructSymbol],
        IListPatternOperation list => [list.LengthSymbol, list.IndexerSymbol],
        IImplicitIndexerReferenceOperation indexer => [indexer.IndexerSymbol, indexer.LengthSymbol],
        ICollectionExpressionOperation collection => [collection.ConstructMethod],
        _ => [operation.Type],
    };
}
