using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Expressions;

internal abstract partial class ExpressionLowering
{
    /// <summary>
    /// Operands in their order of evaluation: all before the last that suspends are stored in temporaries.
    /// <code>
    /// F(a(), x.Await(), b())   ->   temp1 = a(); [wait, out value1] F(temp1, value1, b())
    /// </code>
    /// </summary>
    protected void PrepareInOrder(List<Operand> operands)
    {
        var last = operands.FindLastIndex(o => IsMarked(o.Expression));
        for (var i = 0; i < last; i++)
            Freeze(operands[i], () => operands.Skip(i + 1).Select(o => o.Expression));
        if (last >= 0)
        {
            if (operands[last].IsVariable && IsVariable(operands[last].Expression))
                PrepareVariable(operands[last].Expression);
            else
                Prepare(operands[last].Expression);
        }
    }

    protected void Freeze(Operand operand, Func<IEnumerable<ExpressionSyntax>> later)
    {
        if (operand.IsVariable && IsVariable(operand.Expression))
        {
            FreezeVariable(operand.Expression, later);
            Touch(operand.Expression);
        }
        else
            FreezeValue(operand.Expression, later);
    }

    /// <summary>An element that is not there, or a field of null, fails where C# takes the reference to it, before what comes later.</summary>
    protected void Touch(ExpressionSyntax variable)
    {
        var mayFail = variable switch
        {
            ElementAccessExpressionSyntax element => Model.GetTypeInfo(element.Expression, Context.Cancel).Type is IArrayTypeSymbol,
            MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax and var receiver } => Model.GetSymbolInfo(variable, Context.Cancel).Symbol is IFieldSymbol { IsStatic: false }
                && (Model.GetTypeInfo(receiver, Context.Cancel).Type is { IsReferenceType: true } || receiver is ElementAccessExpressionSyntax or MemberAccessExpressionSyntax),
            _ => false,
        };
        if (!mayFail)
            return;
        Renderer.NeedBlock();
        EmitCopy($"var {Context.Identifiers.Numbered("touched")} = {Render(variable)};", variable);
    }

    /// <summary>Evaluates an operand now, so that nothing that comes later can change its value. A conversion that runs code of its own is part of that.</summary>
    protected void FreezeValue(ExpressionSyntax expression, Func<IEnumerable<ExpressionSyntax>> later)
    {
        var converted = Conversions.Target(expression, Context);
        if (converted is null && Inner(expression) is { } parts)
        {
            for (var i = 0; i < parts.Count; i++)
                FreezeValue(parts[i], () => parts.Skip(i + 1).Concat(later()));
            return;
        }
        Prepare(expression);
        if (converted is null && IsStable(expression, later))
            return;
        var type = converted ?? SpillType(expression);
        if (type is null)
        {
            Context.Refuse(expression, "an expression without a type of its own in front of a suspension", "store it in a local first");
            return;
        }
        var temp = Temporary("temp", type, expression);
        EmitStore(temp, Render(expression), expression);
        Renderer.Replace(expression, Read(temp));
    }

    /// <summary>Tuples and parentheses are frozen in their parts: they keep the types that they are converted to.</summary>
    protected static List<ExpressionSyntax>? Inner(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => [parenthesized.Expression],
        TupleExpressionSyntax tuple => tuple.Arguments.Select(a => a.Expression).ToList(),
        _ => null,
    };

    /// <summary>
    /// The natural type of an expression, so that it takes part in overload resolution as before;
    /// the type that it is converted to where it has none.
    /// </summary>
    protected ITypeSymbol? SpillType(ExpressionSyntax expression)
    {
        var info = Model.GetTypeInfo(expression, Context.Cancel);
        var conversion = Model.GetConversion(expression, Context.Cancel);
        if (conversion.IsInterpolatedStringHandler)
            return null;
        var hasNone = info.Type is null or { SpecialType: SpecialType.System_Void };
        var isTargetTyped = conversion.IsInterpolatedString || conversion.IsMethodGroup || conversion.IsConditionalExpression || conversion.IsSwitchExpression
            || conversion.IsObjectCreation || conversion.IsCollectionExpression;
        var type = hasNone || isTargetTyped
            ? info.ConvertedType
            : info.Type!.WithNullableAnnotation(info.Nullability.FlowState == NullableFlowState.MaybeNull && info.Type.IsReferenceType ? NullableAnnotation.Annotated : info.Type.NullableAnnotation);
        return type is null or IErrorTypeSymbol || type.SpecialType == SpecialType.System_Void ? null : type;
    }

    /// <summary>Whether evaluating the expression later gives the same value and does the same.</summary>
    protected bool IsStable(ExpressionSyntax expression, Func<IEnumerable<ExpressionSyntax>> later)
    {
        if (Renderer.IsReplaced(expression) && Suspensions.Await(expression) is not null)
            return true;
        switch (expression)
        {
            case LiteralExpressionSyntax or ThisExpressionSyntax or BaseExpressionSyntax or TypeOfExpressionSyntax or SizeOfExpressionSyntax or DefaultExpressionSyntax
                or AnonymousFunctionExpressionSyntax or PredefinedTypeSyntax or DeclarationExpressionSyntax or TypeSyntax and not SimpleNameSyntax:
                return true;
        }
        if (Model.GetConstantValue(expression, Context.Cancel).HasValue)
            return true;
        return Model.GetSymbolInfo(expression, Context.Cancel).Symbol switch
        {
            INamespaceOrTypeSymbol => true,
            IFieldSymbol { IsStatic: true, IsReadOnly: true } => expression is IdentifierNameSyntax or MemberAccessExpressionSyntax,
            IFieldSymbol { IsConst: true } => true,
            IMethodSymbol { IsStatic: true } or IMethodSymbol { MethodKind: MethodKind.LocalFunction } => expression is not (InvocationExpressionSyntax or BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax or AssignmentExpressionSyntax or ElementAccessExpressionSyntax or BaseObjectCreationExpressionSyntax or ImplicitElementAccessSyntax or InterpolatedStringExpressionSyntax or ConditionalExpressionSyntax)
                && expression is SimpleNameSyntax or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax },
            ILocalSymbol or IParameterSymbol => expression is IdentifierNameSyntax && IsUnwritten(expression, later),
            IDiscardSymbol => true,
            _ => false,
        };
    }

    /// <summary>Whether a local is neither captured nor written by what is evaluated later.</summary>
    protected bool IsUnwritten(ExpressionSyntax local, Func<IEnumerable<ExpressionSyntax>> later)
    {
        var symbol = Model.GetSymbolInfo(local, Context.Cancel).Symbol!;
        if (Context.Variables.Of(symbol) is not { Scope: null })
            return false;
        return !later().Any(e => e.DescendantNodesAndSelf().Any(n => n is IdentifierNameSyntax name && name.Identifier.ValueText == symbol.Name && Renderer.MayWrite(name)));
    }

    /// <summary>Evaluates what leads to a variable, so that it can be read and written later: receivers and indices.</summary>
    protected void FreezeVariable(ExpressionSyntax expression, Func<IEnumerable<ExpressionSyntax>> later)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                FreezeVariable(parenthesized.Expression, later);
                break;
            case PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed:
                FreezeVariable(suppressed.Operand, later);
                break;
            case IdentifierNameSyntax or ThisExpressionSyntax or BaseExpressionSyntax or DeclarationExpressionSyntax:
                break;
            case MemberBindingExpressionSyntax:
                break;
            case ElementBindingExpressionSyntax binding:
                foreach (var argument in binding.ArgumentList.Arguments)
                    FreezeValue(argument.Expression, later);
                break;
            case TupleExpressionSyntax tuple:
                foreach (var argument in tuple.Arguments)
                    FreezeVariable(argument.Expression, later);
                break;
            case MemberAccessExpressionSyntax or ElementAccessExpressionSyntax when Model.GetSymbolInfo(expression, Context.Cancel).Symbol is IPropertySymbol { RefKind: not RefKind.None }:
                RefuseReference(expression);
                break;
            case MemberAccessExpressionSyntax access:
                foreach (var receiver in Operands.Of(access, Context))
                    Freeze(receiver, later);
                break;
            case ElementAccessExpressionSyntax element:
                var operands = Operands.Of(element, Context);
                for (var i = 0; i < operands.Count; i++)
                    Freeze(operands[i], () => operands.Skip(i + 1).Select(o => o.Expression).Concat(later()));
                break;
            case ImplicitElementAccessSyntax element:
                foreach (var argument in element.ArgumentList.Arguments)
                    FreezeValue(argument.Expression, later);
                break;
            default:
                if (Model.GetTypeInfo(expression, Context.Cancel).Type is { } && !IsReference(expression))
                    FreezeValue(expression, later);
                else
                    RefuseReference(expression);
                break;
        }
    }

    protected void RefuseReference(ExpressionSyntax expression) => Context.Refuse(expression, "a reference held across a suspension", "wait first, into a local");

    /// <summary>Whether the expression denotes a variable, not just a value.</summary>
    protected bool IsVariable(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => IsVariable(parenthesized.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } suppressed => IsVariable(suppressed.Operand),
        ThisExpressionSyntax or DeclarationExpressionSyntax => true,
        IdentifierNameSyntax or MemberAccessExpressionSyntax or MemberBindingExpressionSyntax => Model.GetSymbolInfo(expression, Context.Cancel).Symbol switch
        {
            ILocalSymbol or IParameterSymbol => true,
            IFieldSymbol field => !field.IsReadOnly,
            IPropertySymbol property => property.ReturnsByRef,
            _ => false,
        },
        ElementAccessExpressionSyntax element => Model.GetTypeInfo(element.Expression, Context.Cancel).Type is IArrayTypeSymbol
            || Model.GetSymbolInfo(expression, Context.Cancel).Symbol is IPropertySymbol { ReturnsByRef: true },
        _ => IsReference(expression),
    };

    protected bool IsReference(ExpressionSyntax expression) => Model.GetSymbolInfo(expression, Context.Cancel).Symbol is IMethodSymbol { ReturnsByRef: true } or IMethodSymbol { ReturnsByRefReadonly: true };
}
