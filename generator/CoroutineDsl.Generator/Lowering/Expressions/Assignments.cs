using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

internal sealed partial class BodyLowering
{
    private void PrepareAssignment(AssignmentExpressionSyntax assignment, bool isUsed)
    {
        if (!IsMarked(assignment.Right))
        {
            PrepareVariable(assignment.Left);
            FinishAssignment(assignment, isUsed);
        }
        else if (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression))
            PrepareSimpleAssignment(assignment, isUsed);
        else if (assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression))
            PrepareCoalesceAssignment(assignment, isUsed);
        else
            PrepareCompoundAssignment(assignment, isUsed);
    }

    /// <summary>What suspends on the left side only, and what comes before it there.</summary>
    private void PrepareVariable(ExpressionSyntax variable)
    {
        switch (variable)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                PrepareVariable(parenthesized.Expression);
                break;
            case TupleExpressionSyntax tuple:
                var last = tuple.Arguments.LastIndexOf(a => IsMarked(a));
                for (var i = 0; i < last; i++)
                    FreezeVariable(tuple.Arguments[i].Expression, () => tuple.Arguments.Skip(i + 1).Select(a => a.Expression));
                PrepareVariable(tuple.Arguments[last].Expression);
                break;
            default:
                PrepareInOrder(Operands.Of(variable, _context));
                break;
        }
    }

    /// <summary><c>a[i] = x.Await()   ->   temp1 = a; temp2 = i; [wait] temp1[temp2] = value1</c></summary>
    private void PrepareSimpleAssignment(AssignmentExpressionSyntax assignment, bool isUsed)
    {
        var symbol = Model.GetSymbolInfo(assignment.Left, _context.Cancel).Symbol;
        if (!isUsed && Suspensions.Await(assignment.Right) is { } call)
        {
            if (symbol is IDiscardSymbol)
            {
                EmitWait(assignment.Right, call, null, CommentsOf(assignment));
                return;
            }
            // an out argument is written even if the wait throws: only a handler or another holder could see that
            if (_context.Variables.Of(symbol) is { Scope: null } target && call.Result is { } result && IsSameType(result, target.Type)
                && !assignment.Ancestors().TakeWhile(a => a != _context.Body).Any(a => a is TryStatementSyntax or UsingStatementSyntax or CommonForEachStatementSyntax))
            {
                EmitWait(assignment.Right, call, target, CommentsOf(assignment));
                return;
            }
        }
        FreezeVariable(assignment.Left, () => [assignment.Right]);
        Prepare(assignment.Right);
        FinishAssignment(assignment, isUsed);
    }

    private void FinishAssignment(AssignmentExpressionSyntax assignment, bool isUsed)
    {
        if (isUsed)
            return;
        Emit(Render(assignment) + ";", assignment.Parent is ExpressionStatementSyntax statement ? statement : assignment,
            assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && _context.Variables.Of(Model.GetSymbolInfo(assignment.Left, _context.Cancel).Symbol) is { Scope: null } target && assignment.Left is IdentifierNameSyntax ? [target] : [],
            comments: CommentsOf(assignment));
    }

    /// <summary><c>a ??= x.Await()   ->   if (a is null) { [wait] a = value1; }</c></summary>
    private void PrepareCoalesceAssignment(AssignmentExpressionSyntax assignment, bool isUsed)
    {
        FreezeVariable(assignment.Left, () => [assignment.Right]);
        var type = Model.GetTypeInfo(assignment, _context.Cancel).Type;
        if (type is null or { TypeKind: TypeKind.Dynamic })
        {
            _context.Refuse(assignment, "a ??= of this kind across a suspension", "use an if statement");
            return;
        }
        var end = NewLabel("End");
        var result = isUsed ? Temporary("temp", type, assignment) : null;
        if (result is null)
            Emit($"if ({Render(assignment.Left)} is not null) goto {end};", assignment, targets: [end]);
        else
        {
            var name = _context.Identifiers.Numbered("notNull");
            _renderer.NeedBlock();
            Emit($"if ({Render(assignment.Left)} is {{ }} {name}) {{ {Write(result)} = {name}; goto {end}; }}", assignment, targets: [end]);
        }
        Prepare(assignment.Right);
        if (result is null)
            Emit($"{Render(assignment.Left)} = {Render(assignment.Right)};", assignment);
        else
        {
            Assign(result, Render(assignment.Right), assignment.Right);
            Emit($"{Render(assignment.Left)} = {Read(result)};", assignment);
            _renderer.Replace(assignment, Read(result));
        }
        EmitLabel(end);
    }

    /// <summary><c>a[i] += x.Await()   ->   temp1 = a; temp2 = i; temp3 = temp1[temp2]; [wait] temp1[temp2] = temp3 + value1</c></summary>
    private void PrepareCompoundAssignment(AssignmentExpressionSyntax assignment, bool isUsed)
    {
        var symbol = Model.GetSymbolInfo(assignment, _context.Cancel).Symbol as IMethodSymbol;
        var left = Model.GetSymbolInfo(assignment.Left, _context.Cancel).Symbol;
        FreezeVariable(assignment.Left, () => [assignment.Right]);
        if (left is IEventSymbol || symbol is { MethodKind: MethodKind.UserDefinedOperator, IsStatic: false } or { MethodKind: MethodKind.EventAdd or MethodKind.EventRemove })
        {
            Prepare(assignment.Right);
            FinishAssignment(assignment, isUsed);
            return;
        }
        var type = Model.GetTypeInfo(assignment.Left, _context.Cancel).Type!;
        var old = Temporary("temp", type, assignment.Left);
        Assign(old, Render(assignment.Left), assignment.Left);
        Prepare(assignment.Right);
        var operation = assignment.OperatorToken.Text.TrimEnd('=');
        var right = Parenthesized(assignment.Right);
        var value = $"{Read(old)} {operation} {right}";
        if (!KeepsType(type, Model.GetTypeInfo(assignment.Right, _context.Cancel).Type, symbol))
            value = $"({TypeText.Of(type)})({value})";
        if (isUsed)
            _renderer.Replace(assignment, $"({Render(assignment.Left)} = {value})");
        else
            Emit($"{Render(assignment.Left)} = {value};", assignment.Parent is ExpressionStatementSyntax statement ? statement : assignment, comments: CommentsOf(assignment));
    }

    /// <summary>Whether the operator gives the type of its left side, so that the cast of a compound assignment can be left out.</summary>
    private static bool KeepsType(ITypeSymbol left, ITypeSymbol? right, IMethodSymbol? symbol) => symbol is not null && RuntimeTypes.Same(symbol.ReturnType, left) && RuntimeTypes.Same(left, right)
        && left.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64 or SpecialType.System_Double
            or SpecialType.System_Decimal or SpecialType.System_String or SpecialType.System_Boolean;

    private static IReadOnlyList<string> CommentsOf(AssignmentExpressionSyntax assignment) => assignment.Parent is ExpressionStatementSyntax statement ? Comments(statement) : [];
}
