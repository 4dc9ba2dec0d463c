using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Lowering.Expressions;

internal abstract partial class ExpressionLowering
{
    protected void PrepareAssignment(AssignmentExpressionSyntax assignment, bool isUsed)
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
    protected void PrepareVariable(ExpressionSyntax variable)
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
                PrepareInOrder(Operands.Of(variable, Context));
                break;
        }
    }

    /// <summary><c>a[i] = x.Await()   ->   temp1 = a; temp2 = i; [wait] temp1[temp2] = value1</c></summary>
    protected void PrepareSimpleAssignment(AssignmentExpressionSyntax assignment, bool isUsed)
    {
        var symbol = Model.GetSymbolInfo(assignment.Left, Context.Cancel).Symbol;
        if (!isUsed && Suspensions.Await(assignment.Right) is { } call)
        {
            if (symbol is IDiscardSymbol)
            {
                EmitWait(assignment.Right, call, null, CommentsOf(assignment));
                return;
            }
            // an out argument is written even if the wait throws: only a handler or another holder could see that
            if (Context.Variables.Of(symbol) is { Scope: null } target && call.Result is { } result && IsSameType(result, target.Type)
                && !assignment.Ancestors().TakeWhile(a => a != Context.Body).Any(a => a is TryStatementSyntax or UsingStatementSyntax or CommonForEachStatementSyntax))
            {
                EmitWait(assignment.Right, call, target, CommentsOf(assignment));
                return;
            }
        }
        FreezeVariable(assignment.Left, () => [assignment.Right]);
        Prepare(assignment.Right);
        FinishAssignment(assignment, isUsed);
    }

    protected void FinishAssignment(AssignmentExpressionSyntax assignment, bool isUsed)
    {
        if (isUsed)
            return;
        EmitCopy($"{Render(assignment)};", assignment.Parent is ExpressionStatementSyntax statement ? statement : assignment,
            assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && Context.Variables.Of(Model.GetSymbolInfo(assignment.Left, Context.Cancel).Symbol) is { Scope: null } target && assignment.Left is IdentifierNameSyntax ? [target] : [],
            comments: CommentsOf(assignment));
    }

    /// <summary><c>a ??= x.Await()   ->   if (a is null) { [wait] a = value1; }</c></summary>
    protected void PrepareCoalesceAssignment(AssignmentExpressionSyntax assignment, bool isUsed)
    {
        FreezeVariable(assignment.Left, () => [assignment.Right]);
        var type = Model.GetTypeInfo(assignment, Context.Cancel).Type;
        if (type is null or { TypeKind: TypeKind.Dynamic })
        {
            Context.Refuse(assignment, "a ??= of this kind across a suspension", "use an if statement");
            return;
        }
        var end = NewLabel("End");
        var result = isUsed ? Temporary("temp", type, assignment) : null;
        if (result is null)
            EmitBranch($"{Render(assignment.Left)} is not null", end, assignment);
        else
        {
            var name = Context.Identifiers.Numbered("notNull");
            Renderer.NeedBlock();
            EmitCopy($"if ({Render(assignment.Left)} is {{ }} {name}) {{ {Write(result)} = {name}; goto {end}; }}", assignment, targets: [end]);
        }
        Prepare(assignment.Right);
        if (result is null)
            EmitCopy($"{Render(assignment.Left)} = {Render(assignment.Right)};", assignment);
        else
        {
            EmitStore(result, Render(assignment.Right), assignment.Right);
            EmitCopy($"{Render(assignment.Left)} = {Read(result)};", assignment);
            Renderer.Replace(assignment, Read(result));
        }
        EmitLabel(end);
    }

    /// <summary><c>a[i] += x.Await()   ->   temp1 = a; temp2 = i; temp3 = temp1[temp2]; [wait] temp1[temp2] = temp3 + value1</c></summary>
    protected void PrepareCompoundAssignment(AssignmentExpressionSyntax assignment, bool isUsed)
    {
        var symbol = Model.GetSymbolInfo(assignment, Context.Cancel).Symbol as IMethodSymbol;
        var left = Model.GetSymbolInfo(assignment.Left, Context.Cancel).Symbol;
        FreezeVariable(assignment.Left, () => [assignment.Right]);
        if (left is IEventSymbol || symbol is { MethodKind: MethodKind.UserDefinedOperator, IsStatic: false } or { MethodKind: MethodKind.EventAdd or MethodKind.EventRemove })
        {
            Prepare(assignment.Right);
            FinishAssignment(assignment, isUsed);
            return;
        }
        var type = Model.GetTypeInfo(assignment.Left, Context.Cancel).Type!;
        var old = EmitOldValue(assignment, type);
        Prepare(assignment.Right);
        var operation = assignment.OperatorToken.Text.TrimEnd('=');
        CodeText value = $"{Read(old)} {operation} {Parenthesized(assignment.Right)}";
        if (!KeepsType(type, Model.GetTypeInfo(assignment.Right, Context.Cancel).Type, symbol))
            value = $"({TypeText.Of(type)})({value})";
        if (isUsed)
            Renderer.Replace(assignment, $"({Render(assignment.Left)} = {value})");
        else
            EmitCopy($"{Render(assignment.Left)} = {value};", assignment.Parent is ExpressionStatementSyntax statement ? statement : assignment, comments: CommentsOf(assignment));
    }

    /// <summary>The left operand as it is before the wait: converted, or made a text, as the operator has it.</summary>
    private Variable EmitOldValue(AssignmentExpressionSyntax assignment, ITypeSymbol type)
    {
        if (Concatenation.IsOf(assignment, Context) && type.SpecialType != SpecialType.System_String)
        {
            var text = Temporary("temp", Model.Compilation.GetSpecialType(SpecialType.System_String), assignment.Left);
            EmitStore(text, Concatenation.TextOf(Render(assignment.Left), type), assignment.Left);
            return text;
        }
        var converted = (Model.GetOperation(assignment, Context.Cancel) as ICompoundAssignmentOperation)?.InConversion is { IsUserDefined: true, MethodSymbol: { } conversion } ? conversion.ReturnType : type;
        var old = Temporary("temp", converted, assignment.Left);
        EmitStore(old, Render(assignment.Left), assignment.Left);
        return old;
    }

    /// <summary>Whether the operator gives the type of its left side, so that the cast of a compound assignment can be left out.</summary>
    protected static bool KeepsType(ITypeSymbol left, ITypeSymbol? right, IMethodSymbol? symbol) => symbol is not null && RuntimeTypes.Same(symbol.ReturnType, left) && RuntimeTypes.Same(left, right)
        && left.SpecialType is SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64 or SpecialType.System_Double
            or SpecialType.System_Decimal or SpecialType.System_String or SpecialType.System_Boolean;

    protected static IReadOnlyList<string> CommentsOf(AssignmentExpressionSyntax assignment) => assignment.Parent is ExpressionStatementSyntax statement ? Comments(statement) : [];
}
