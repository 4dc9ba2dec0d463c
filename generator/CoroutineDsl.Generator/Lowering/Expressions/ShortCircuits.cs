using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Expressions;

internal abstract partial class ExpressionLowering
{
    /// <summary><c>a &amp;&amp; x.Await()   ->   temp1 = a; if (!temp1) goto End1; [wait] temp1 = value1; End1:</c></summary>
    protected void PrepareLogical(BinaryExpressionSyntax logical)
    {
        var result = Temporary("temp", Model.GetTypeInfo(logical, Context.Cancel).Type!, logical);
        var end = NewLabel("End");
        Prepare(logical.Left);
        EmitStore(result, Render(logical.Left), logical.Left);
        var shortCut = UserDefinedLogic.ShortCut(logical, Context);
        if (shortCut is { MetadataName: WellKnownMemberNames.FalseOperatorName })
            EmitJumpIfFalse(result, shortCut, end);
        else
            EmitBranch($"{(logical.IsKind(SyntaxKind.LogicalAndExpression) ? "!" : "")}{Read(result)}", end);
        Prepare(logical.Right);
        var right = Render(logical.Right);
        CodeText both = $"{Read(result)} {logical.OperatorToken.Text[0]} ({right})";
        EmitStore(result, shortCut is null ? right : both, logical.Right);
        EmitLabel(end);
        Renderer.Replace(logical, Read(result));
    }

    /// <summary><c>operator false</c>, which no expression calls by itself.</summary>
    protected void EmitJumpIfFalse(Variable value, IMethodSymbol operatorFalse, string target)
    {
        var (name, type) = (Context.Identifiers.Numbered("IsFalse"), TypeText.Of(operatorFalse.ContainingType));
        Renderer.NeedBlock();
        const string Space = "global::System.Runtime.CompilerServices";
        CodeText test = $"if ({name}(default!, {Read(value)})) goto {target};";
        CodeText attribute = $"[{Space}.UnsafeAccessor({Space}.UnsafeAccessorKind.StaticMethod, Name = \"{operatorFalse.MetadataName}\")]";
        EmitCopy($"{test} {attribute} static extern bool {name}({type} type, {TypeText.Of(operatorFalse.Parameters[0].Type)} value);", targets: [target]);
    }

    /// <summary><c>c ? a : x.Await()   ->   if (!c) goto Else1; temp1 = a; goto End1; Else1: [wait] temp1 = value1; End1:</c></summary>
    protected void PrepareConditional(ConditionalExpressionSyntax conditional)
    {
        var type = SpillType(conditional);
        if (conditional.WhenTrue is RefExpressionSyntax || type is null)
        {
            Context.Refuse(conditional, "a conditional expression of this kind across a suspension", "use an if statement");
            return;
        }
        var result = Temporary("temp", type, conditional);
        var (otherwise, end) = (NewLabel("Else"), NewLabel("End"));
        LowerCondition(conditional.Condition, otherwise, jumpIf: false);
        AssignBranch(result, conditional.WhenTrue);
        EmitGoto(end);
        EmitLabel(otherwise);
        AssignBranch(result, conditional.WhenFalse);
        EmitLabel(end);
        Renderer.Replace(conditional, Read(result));
    }

    protected void AssignBranch(Variable result, ExpressionSyntax value)
    {
        Prepare(value);
        if (value is ThrowExpressionSyntax thrown)
            EmitCopy($"throw {Render(thrown.Expression)};", value, fallsThrough: false);
        else
            EmitStore(result, Render(value), value);
    }

    /// <summary><c>a ?? x.Await()   ->   if (a is { } left1) { temp1 = left1; goto End1; } [wait] temp1 = value1; End1:</c></summary>
    protected void PrepareCoalesce(BinaryExpressionSyntax coalesce)
    {
        var type = SpillType(coalesce);
        if (type is null || Model.GetTypeInfo(coalesce.Left, Context.Cancel).Type is null or { TypeKind: TypeKind.Dynamic })
        {
            Context.Refuse(coalesce, "a ?? of this kind across a suspension", "use an if statement");
            return;
        }
        var result = Temporary("temp", type, coalesce);
        var end = NewLabel("End");
        var left = Context.Identifiers.Numbered("left");
        Prepare(coalesce.Left);
        Renderer.NeedBlock();
        EmitCopy($"if ({Parenthesized(coalesce.Left)} is {{ }} {left}) {{ {Write(result)} = {left}; goto {end}; }}", coalesce.Left, targets: [end]);
        AssignBranch(result, coalesce.Right);
        EmitLabel(end);
        Renderer.Replace(coalesce, Read(result));
    }

    /// <summary>
    /// <c>a?.M(x.Await())   ->   temp1 = a; if (temp1 is null) goto End1; [wait] temp1.M(value1); End1:</c>
    /// </summary>
    protected void PrepareConditionalAccess(ConditionalAccessExpressionSyntax access, bool isUsed)
    {
        var receiverType = Model.GetTypeInfo(access.Expression, Context.Cancel).Type;
        if (receiverType is null or IErrorTypeSymbol or { TypeKind: TypeKind.Dynamic } || IsVariableOfAnyType(receiverType, access.Expression))
        {
            Context.Refuse(access, "a ?. of this kind across a suspension", "use an if statement");
            return;
        }
        var isNullable = receiverType.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        var inner = isNullable ? ((INamedTypeSymbol)receiverType).TypeArguments[0] : receiverType.WithNullableAnnotation(NullableAnnotation.NotAnnotated);
        var type = Model.GetTypeInfo(access, Context.Cancel).Type;
        var hasValue = isUsed && type is not null && type.SpecialType != SpecialType.System_Void;
        if (!IsMarked(access.WhenNotNull))
        {
            Prepare(access.Expression);
            if (!isUsed)
                EmitCopy($"{Render(access)};", access);
            return;
        }
        var end = NewLabel("End");
        var receiver = Temporary("receiver", inner, access.Expression);
        var result = hasValue ? Temporary("temp", type!, access) : null;
        Prepare(access.Expression);
        if (result is not null)
        {
            // the receiver first: rendering it after an assignment of its own would lose what it asked for
            var text = Parenthesized(access.Expression);
            EmitReceiver(receiver, text, access.Expression, $"{{ {Write(result)} = default!; goto {end}; }}", end);
        }
        else
            EmitReceiver(receiver, Parenthesized(access.Expression), access.Expression, $"goto {end};", end);
        Renderer.BindReceiver(access, Read(receiver));
        if (result is not null)
        {
            Prepare(access.WhenNotNull);
            EmitStore(result, Render(access.WhenNotNull), access.WhenNotNull);
            Renderer.Replace(access, Read(result));
        }
        else
        {
            LowerForEffect(access.WhenNotNull, access);
            Renderer.Replace(access, "");
        }
        EmitLabel(end);
    }

    /// <summary>Where a type parameter may be a struct, what <c>?.</c> calls may change the variable itself: a copy would not do.</summary>
    protected bool IsVariableOfAnyType(ITypeSymbol type, ExpressionSyntax receiver) => type is ITypeParameterSymbol { IsReferenceType: false } && IsVariable(receiver);

    private void EmitReceiver(Variable receiver, CodeText text, ExpressionSyntax source, CodeText whenNull, string end)
    {
        var name = Context.Identifiers.Numbered("notNull");
        Renderer.NeedBlock();
        EmitCopy($"if ({text} is not {{ }} {name}) {whenNull} {Write(receiver)} = {name};", source, targets: [end]);
    }

    protected CodeText Parenthesized(ExpressionSyntax expression)
    {
        var text = Render(expression);
        CodeText grouped = $"({text})";
        return IsPrimary(expression) || Renderer.IsReplaced(expression) ? text : grouped;
    }

    protected static bool IsPrimary(ExpressionSyntax expression) => expression is IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax
        or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax or MemberBindingExpressionSyntax or LiteralExpressionSyntax;
}
