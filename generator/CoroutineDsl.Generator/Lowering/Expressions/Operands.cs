using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Expressions;

/// <summary>One operand, and whether it is needed as a variable (a reference) rather than as a value.</summary>
internal readonly record struct Operand(ExpressionSyntax Expression, bool IsVariable);

/// <summary>What an expression evaluates, from left to right.</summary>
internal static class Operands
{
    public static List<Operand> Of(ExpressionSyntax expression, LoweringContext context)
    {
        var operands = new List<Operand>();
        switch (expression)
        {
            case InvocationExpressionSyntax call:
                AddCallee(call, operands, context);
                AddChildren(call.ArgumentList, operands, context);
                break;
            case MemberAccessExpressionSyntax access:
                AddReceiver(access.Expression, operands, context);
                break;
            case ElementAccessExpressionSyntax element:
                AddReceiver(element.Expression, operands, context);
                AddChildren(element.ArgumentList, operands, context);
                break;
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } prefix:
                operands.Add(new Operand(prefix.Operand, true));
                break;
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } postfix:
                operands.Add(new Operand(postfix.Operand, true));
                break;
            case QueryExpressionSyntax query:
                operands.Add(new Operand(query.FromClause.Expression, false));
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression or (int)SyntaxKind.AsExpression } test:
                operands.Add(new Operand(test.Left, false));
                break;
            case IsPatternExpressionSyntax match:
                operands.Add(new Operand(match.Expression, false));
                break;
            case CastExpressionSyntax cast:
                operands.Add(new Operand(cast.Expression, false));
                break;
            case RefExpressionSyntax reference:
                operands.Add(new Operand(reference.Expression, true));
                break;
            default:
                AddChildren(expression, operands, context);
                break;
        }
        return operands;
    }

    /// <summary>The receiver of a call, not the method group; a delegate as a value.</summary>
    private static void AddCallee(InvocationExpressionSyntax call, List<Operand> operands, LoweringContext context)
    {
        var method = context.Model.GetSymbolInfo(call, context.Cancel).Symbol as IMethodSymbol;
        switch (call.Expression)
        {
            case MemberAccessExpressionSyntax access when method is not { MethodKind: MethodKind.DelegateInvoke } || context.Model.GetSymbolInfo(access, context.Cancel).Symbol is IMethodSymbol:
                if (method is { ReducedFrom.Parameters: [{ RefKind: RefKind.None }, ..] })
                    operands.Add(new Operand(access.Expression, false));
                else if (method is { ReducedFrom: not null })
                    operands.Add(new Operand(access.Expression, true));
                else
                    AddReceiver(access.Expression, operands, context);
                break;
            case SimpleNameSyntax when method is { MethodKind: not MethodKind.DelegateInvoke }:
            case SimpleNameSyntax name when method is null && context.Model.GetMemberGroup(name, context.Cancel).Length > 0: // chosen at run time, by a dynamic argument
            case MemberBindingExpressionSyntax:
                break;
            default:
                operands.Add(new Operand(call.Expression, false));
                break;
        }
    }

    /// <summary>A member of a struct is reached in its variable; of anything else, by value.</summary>
    private static void AddReceiver(ExpressionSyntax receiver, List<Operand> operands, LoweringContext context)
    {
        if (receiver is BaseExpressionSyntax or ThisExpressionSyntax or PredefinedTypeSyntax || context.Model.GetSymbolInfo(receiver, context.Cancel).Symbol is INamespaceOrTypeSymbol)
            return;
        var type = context.Model.GetTypeInfo(receiver, context.Cancel).Type;
        // of what a method of a readonly struct sees, a copy is as good, where C# has a reference to it for the moment only
        var isCopied = type is { IsReadOnly: true } && receiver is InvocationExpressionSyntax;
        operands.Add(new Operand(receiver, !isCopied && type is { IsValueType: true } or ITypeParameterSymbol { IsReferenceType: false }));
    }

    /// <summary>The expressions nearest beneath a node.</summary>
    private static void AddChildren(SyntaxNode node, List<Operand> operands, LoweringContext context)
    {
        foreach (var child in node.ChildNodes())
            switch (child)
            {
                case ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument:
                    if (argument.Expression is not DeclarationExpressionSyntax)
                        operands.Add(new Operand(argument.Expression, true));
                    break;
                case DeclarationExpressionSyntax or TypeSyntax and not SimpleNameSyntax or PatternSyntax or NameColonSyntax or NameEqualsSyntax or OmittedArraySizeExpressionSyntax:
                    break;
                case SimpleNameSyntax name when IsTypeName(name, node):
                    break;
                case InitializerExpressionSyntax initializer:
                    AddChildren(initializer, operands, context);
                    break;
                case ExpressionSyntax expression:
                    operands.Add(new Operand(expression, false));
                    break;
                default:
                    AddChildren(child, operands, context);
                    break;
            }
        if (node is ArrayCreationExpressionSyntax creation)
            operands.InsertRange(0, creation.Type.RankSpecifiers.SelectMany(r => r.Sizes).Where(s => s is not OmittedArraySizeExpressionSyntax).Select(s => new Operand(s, false)));
    }

    private static bool IsTypeName(SimpleNameSyntax name, SyntaxNode parent) => parent switch
    {
        ObjectCreationExpressionSyntax creation => creation.Type == name,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression or (int)SyntaxKind.AsExpression } => true,
        _ => false,
    };
}
