using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Lowering.Rendering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Expressions;

/// <summary>Takes expressions apart into instructions. One file a construct; statements stand on it, next door.</summary>
internal abstract partial class ExpressionLowering(LoweringContext context) : Emitter(context)
{
    /// <summary>
    /// Emits all that suspends in an expression, and before it whatever C# evaluates earlier. After that the expression, rendered with
    /// temporaries in the place of what was emitted, means what it meant.
    /// </summary>
    protected void Prepare(ExpressionSyntax expression)
    {
        if (!IsMarked(expression) || !_prepared.Add(expression))
            return;
        if (Suspensions.Await(expression) is { } call)
        {
            PrepareAwait(expression, call);
            return;
        }
        switch (expression)
        {
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } logical when IsMarked(logical.Right):
                PrepareLogical(logical);
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce when IsMarked(coalesce.Right):
                PrepareCoalesce(coalesce);
                break;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum when Concatenation.IsOf(sum, Context):
                PrepareConcatenation(sum);
                break;
            case InterpolatedStringExpressionSyntax text when Model.GetTypeInfo(text, Context.Cancel).ConvertedType is { SpecialType: SpecialType.System_String or SpecialType.System_Object }:
                PrepareInterpolation(text);
                break;
            case ConditionalExpressionSyntax conditional when IsMarked(conditional.WhenTrue) || IsMarked(conditional.WhenFalse):
                PrepareConditional(conditional);
                break;
            case ConditionalAccessExpressionSyntax access:
                PrepareConditionalAccess(access, isUsed: true);
                break;
            case SwitchExpressionSyntax choice:
                PrepareSwitchExpression(choice);
                break;
            case AssignmentExpressionSyntax assignment when assignment.Parent is not InitializerExpressionSyntax:
                PrepareAssignment(assignment, isUsed: true);
                break;
            case BaseObjectCreationExpressionSyntax { Initializer: { } initializer } creation when IsMarked(initializer):
                PrepareInitializedObject(creation, initializer);
                break;
            case WithExpressionSyntax with when IsMarked(with.Initializer):
                PrepareWith(with);
                break;
            case CheckedExpressionSyntax check:
                var outer = Overflow;
                Overflow = check.Keyword.Text;
                Prepare(check.Expression);
                Overflow = outer;
                break;
            case ThrowExpressionSyntax thrown:
                Prepare(thrown.Expression);
                break;
            default:
                PrepareInOrder(Operands.Of(expression, Context));
                break;
        }
    }

    private readonly HashSet<ExpressionSyntax> _prepared = [];

    protected void PrepareAwait(ExpressionSyntax expression, AwaitCall call)
    {
        if (call.Result is not { } result)
        {
            EmitWait(expression, call, null);
            Renderer.Replace(expression, "");
            return;
        }
        if (result.TypeKind == TypeKind.Dynamic)
        {
            // an out argument of type dynamic would make the call one that is bound at run time
            var boxed = Context.Variables.Temporary("value", "object?", Model.Compilation.ObjectType, expression);
            EmitWait(expression, call, boxed);
            Renderer.Replace(expression, $"((dynamic){Read(boxed)})");
            return;
        }
        var value = Temporary("value", result, expression);
        EmitWait(expression, call, value);
        Renderer.Replace(expression, Read(value));
    }

    /// <summary>An expression whose value nobody wants.</summary>
    protected void LowerForEffect(ExpressionSyntax expression, SyntaxNode source, IReadOnlyList<string>? comments = null)
    {
        if (Suspensions.Await(expression) is { } call)
            EmitWait(expression, call, null, comments);
        else if (IsMarked(expression) && expression is ConditionalAccessExpressionSyntax access)
            PrepareConditionalAccess(access, isUsed: false);
        else if (IsMarked(expression) && expression is AssignmentExpressionSyntax assignment)
            PrepareAssignment(assignment, isUsed: false);
        else
        {
            Prepare(expression);
            if (!Renderer.IsReplaced(expression))
                EmitCopy($"{Render(expression)};", source, comments: comments);
        }
    }
}
