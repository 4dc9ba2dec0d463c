using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Expressions;

internal abstract partial class ExpressionLowering
{
    /// <summary>
    /// The object exists before its members are evaluated:
    /// <code>
    /// new A(n) { B = x.Await(), C = { 1 } }   ->   temp1 = new A(n); [wait] temp1.B = value1; temp1.C.Add(1);
    /// </code>
    /// Members that only an initializer may set are evaluated first, in order.
    /// </summary>
    protected void PrepareInitializedObject(BaseObjectCreationExpressionSyntax creation, InitializerExpressionSyntax initializer)
    {
        var type = Model.GetTypeInfo(creation, Context.Cancel).Type ?? Model.GetTypeInfo(creation, Context.Cancel).ConvertedType;
        if (type is null)
        {
            Context.Refuse(creation, "an object creation without a type across a suspension", "name the type");
            return;
        }
        var operands = creation.ArgumentList is { } list ? list.Arguments.Select(a => new Operand(a.Expression, !a.RefKindKeyword.IsKind(SyntaxKind.None))).ToList() : [];
        if (NeedsInitializer(initializer, type))
        {
            if (Model.GetSymbolInfo(creation, Context.Cancel).Symbol is IMethodSymbol { IsImplicitlyDeclared: false, DeclaringSyntaxReferences: [var reference, ..] } && reference.GetSyntax(Context.Cancel) is ConstructorDeclarationSyntax { Body.Statements.Count: > 0 })
                Context.Refuse(creation, "a suspension in an initializer that sets init-only members after a constructor", "wait first, into locals");
            operands.AddRange(Values(initializer).Select(v => new Operand(v, false)));
            PrepareInOrder(operands);
            return;
        }
        PrepareInOrder(operands);
        var temp = Temporary("temp", type, creation);
        CodeText arguments = creation.ArgumentList is { } present ? Render(present) : "()";
        EmitStore(temp, $"new {TypeNames.Of(type.WithNullableAnnotation(NullableAnnotation.None), creation, Context)}{arguments}", creation);
        LowerInitializer(Read(temp), initializer);
        Renderer.Replace(creation, Read(temp));
    }

    protected void LowerInitializer(CodeText target, InitializerExpressionSyntax initializer)
    {
        foreach (var element in initializer.Expressions)
            if (element is AssignmentExpressionSyntax assignment && initializer.IsKind(SyntaxKind.ObjectInitializerExpression))
                LowerMemberInitializer(target, assignment);
            else
                LowerElement(target, element);
    }

    protected void LowerMemberInitializer(CodeText target, AssignmentExpressionSyntax assignment)
    {
        CodeText member;
        if (assignment.Left is ImplicitElementAccessSyntax index)
        {
            foreach (var argument in index.ArgumentList.Arguments)
                FreezeValue(argument.Expression, () => [assignment.Right]);
            member = $"{target}{Render(index.ArgumentList)}";
        }
        else
            member = $"{target}.{assignment.Left.ToString()}";
        if (assignment.Right is InitializerExpressionSyntax nested)
        {
            if (assignment.Left is ImplicitElementAccessSyntax && IsMarked(nested))
                Context.Refuse(nested, "a suspension in a nested initializer of an element", "assign it afterwards");
            LowerInitializer(member, nested);
            return;
        }
        Prepare(assignment.Right);
        EmitCopy($"{member} = {Render(assignment.Right)};", assignment);
    }

    protected void LowerElement(CodeText target, ExpressionSyntax element)
    {
        var values = element is InitializerExpressionSyntax several ? several.Expressions.ToList() : [element];
        PrepareInOrder([.. values.Select(v => new Operand(v, false))]);
        EmitCopy($"{target}.Add({CodeText.Join(", ", values.Select(Render))});", element);
    }

    /// <summary>Whether a member can be set in an initializer only.</summary>
    protected bool NeedsInitializer(InitializerExpressionSyntax initializer, ITypeSymbol type)
    {
        if (!initializer.IsKind(SyntaxKind.ObjectInitializerExpression))
            return false;
        for (var current = type; current is not null; current = current.BaseType)
            if (current.GetMembers().Any(m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
                return true;
        return initializer.Expressions.OfType<AssignmentExpressionSyntax>().Any(a => Model.GetSymbolInfo(a.Left, Context.Cancel).Symbol is IPropertySymbol { SetMethod.IsInitOnly: true });
    }

    /// <summary>The values of an initializer in order, those of nested initializers included.</summary>
    protected static IEnumerable<ExpressionSyntax> Values(InitializerExpressionSyntax initializer)
    {
        foreach (var element in initializer.Expressions)
        {
            var setsMember = initializer.IsKind(SyntaxKind.ObjectInitializerExpression) || initializer.IsKind(SyntaxKind.WithInitializerExpression);
            var value = element is AssignmentExpressionSyntax assignment && setsMember ? assignment.Right : element;
            if (element is AssignmentExpressionSyntax { Left: ImplicitElementAccessSyntax index })
                foreach (var argument in index.ArgumentList.Arguments)
                    yield return argument.Expression;
            if (value is InitializerExpressionSyntax nested)
                foreach (var inner in Values(nested))
                    yield return inner;
            else
                yield return value;
        }
    }

    /// <summary><c>r with { A = x.Await() }   ->   temp1 = r with { }; [wait] temp1 with { A = value1 }</c></summary>
    protected void PrepareWith(WithExpressionSyntax with)
    {
        var type = Model.GetTypeInfo(with, Context.Cancel).Type;
        if (type is null)
            return;
        Prepare(with.Expression);
        var temp = Temporary("temp", type, with.Expression);
        EmitStore(temp, $"{Parenthesized(with.Expression)} with {{ }}", with.Expression);
        Renderer.Replace(with.Expression, Read(temp));
        PrepareInOrder([.. Values(with.Initializer).Select(v => new Operand(v, false))]);
    }
}
