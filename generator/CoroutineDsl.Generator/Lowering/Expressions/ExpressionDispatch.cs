using CoroutineDsl.Generator.Lowering.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

internal sealed partial class BodyLowering
{
    /// <summary>
    /// Emits all that suspends in an expression, and before it whatever C# evaluates earlier. After that the expression, rendered with
    /// temporaries in the place of what was emitted, means what it meant.
    /// </summary>
    private void Prepare(ExpressionSyntax expression)
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
                var outer = _overflow;
                _overflow = check.Keyword.Text;
                Prepare(check.Expression);
                _overflow = outer;
                break;
            case ThrowExpressionSyntax thrown:
                Prepare(thrown.Expression);
                break;
            default:
                PrepareInOrder(Operands.Of(expression, _context));
                break;
        }
    }

    private readonly HashSet<ExpressionSyntax> _prepared = [];

    private void PrepareAwait(ExpressionSyntax expression, AwaitCall call)
    {
        if (call.Result is not { } result)
        {
            EmitWait(expression, call, null);
            _renderer.Replace(expression, "");
            return;
        }
        if (result.TypeKind == TypeKind.Dynamic)
        {
            // an out argument of type dynamic would make the call one that is bound at run time
            var boxed = _context.Variables.Temporary("value", "object?", Model.Compilation.ObjectType, expression);
            EmitWait(expression, call, boxed);
            _renderer.Replace(expression, $"((dynamic){Read(boxed)})");
            return;
        }
        var value = Temporary("value", result, expression);
        EmitWait(expression, call, value);
        _renderer.Replace(expression, Read(value));
    }

    /// <summary>An expression whose value nobody wants.</summary>
    private void LowerForEffect(ExpressionSyntax expression, SyntaxNode source, IReadOnlyList<string>? comments = null)
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
            if (!_renderer.IsReplaced(expression))
                Emit(Render(expression) + ";", source, comments: comments);
        }
    }

    private void LowerExpressionStatement(ExpressionStatementSyntax statement)
    {
        if (statement.Expression is InvocationExpressionSyntax call && _context.IsSetResult(call))
            LowerSetResult(call);
        else
            LowerForEffect(statement.Expression, statement, Comments(statement));
    }
}
