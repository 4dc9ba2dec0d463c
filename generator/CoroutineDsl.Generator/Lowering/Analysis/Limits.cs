using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Analysis;

/// <summary>What no lowering could express, found before it begins.</summary>
internal static class Limits
{
    public static void Check(LoweringContext context)
    {
        CheckHost(context);
        FileLocals.Check(context);
        context.IsUnusual |= context.Body.DescendantNodes().Any(Unusual.Is) || Unusual.Is(context.Method);
        foreach (var node in Functions.OwnNodes(context.Body))
            if (context.Suspensions.IsMarked(node))
            {
                context.IsUnusual |= Unusual.IsAroundWait(node) || Unusual.IsValueOfNothing(node, context);
                CheckSuspending(node, context);
            }
            else if (node is ReturnStatementSyntax || node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Await" } })
                context.IsUnusual = true; // C# has no return in an iterator, and an Await() that is none is mostly a mistake
            else if (node is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.AddressOfExpression } address
                && context.Variables.Of(context.Model.GetSymbolInfo(address.Operand, context.Cancel).Symbol) is not null)
                context.Refuse(node, "the address of a variable that lives beyond the statements around its declaration", "keep its use between two suspensions");
    }

    private static void CheckHost(LoweringContext context)
    {
        for (var type = context.Method.ContainingType; type is not null; type = type.ContainingType)
            if (!context.IsStatic && type.TypeParameters.Any(p => context.Method.TypeParameters.Any(own => own.Name == p.Name)))
                context.Refuse(context.Body.Parent is MethodDeclarationSyntax hiding ? hiding.Identifier : context.Body, "a type parameter with the name of one of the containing type", "rename it");
            else if (type.TypeKind == TypeKind.Interface && type.TypeParameters.Any(p => p.Variance != VarianceKind.None))
                context.Refuse(context.Body.Parent is MethodDeclarationSyntax method ? method.Identifier : context.Body, "a coroutine in an interface with a variant type parameter", "move the body to a static method of another type");
    }

    private static void CheckSuspending(SyntaxNode node, LoweringContext context)
    {
        switch (node)
        {
            case LockStatementSyntax statement when context.Suspensions.IsMarked(statement.Statement):
                context.Refuse(statement.LockKeyword, "a lock held across a suspension", "use CoLock");
                break;
            case FixedStatementSyntax statement:
                context.Refuse(statement.FixedKeyword, "a fixed statement around a suspension", "pin with GCHandle, or keep it between two suspensions");
                break;
            case UnsafeStatementSyntax statement:
                context.Refuse(statement.UnsafeKeyword, "an unsafe block around a suspension", "keep it between two suspensions");
                break;
            case CatchFilterClauseSyntax filter:
                context.Refuse(filter, "a suspension in an exception filter", "catch, test in the handler, and rethrow");
                break;
            case RefExpressionSyntax reference:
                context.Refuse(reference, "a reference taken through a suspension", "wait first, then take the reference");
                break;
            case StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax:
                context.Refuse(node, "a suspension inside stackalloc", "wait first, into a local");
                break;
            case InterpolatedStringExpressionSyntax text when context.Model.GetConversion(text, context.Cancel).IsInterpolatedStringHandler:
                context.Refuse(text, "a suspension inside a custom interpolated string handler", "wait first, into a local");
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } logical
                when context.Suspensions.IsMarked(logical.Right) && UserDefinedLogic.Obstacle(logical, context) is { } obstacle:
                context.Refuse(logical.OperatorToken, obstacle, "wait first, into a local");
                break;
        }
    }
}
