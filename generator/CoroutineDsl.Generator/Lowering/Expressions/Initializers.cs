using CoroutineDsl.Generator.Lowering.Analysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering;

internal sealed partial class BodyLowering
{
    /// <summary>
    /// The object exists before its members are evaluated:
    /// <code>
    /// new A(n) { B = x.Await(), C = { 1 } }   ->   temp1 = new A(n); [wait] temp1.B = value1; temp1.C.Add(1);
    /// </code>
    /// Members that only an initializer may set are evaluated first, in order.
    /// </summary>
    private void PrepareInitializedObject(BaseObjectCreationExpressionSyntax creation, InitializerExpressionSyntax initializer)
    {
        var type = Model.GetTypeInfo(creation, _context.Cancel).Type ?? Model.GetTypeInfo(creation, _context.Cancel).ConvertedType;
        if (type is null)
        {
            _context.Refuse(creation, "an object creation without a type across a suspension", "name the type");
            return;
        }
        var operands = creation.ArgumentList is { } list ? list.Arguments.Select(a => new Operand(a.Expression, !a.RefKindKeyword.IsKind(SyntaxKind.None))).ToList() : [];
        if (NeedsInitializer(initializer, type))
        {
            if (Model.GetSymbolInfo(creation, _context.Cancel).Symbol is IMethodSymbol { IsImplicitlyDeclared: false, DeclaringSyntaxReferences: [var reference, ..] } && reference.GetSyntax(_context.Cancel) is ConstructorDeclarationSyntax { Body.Statements.Count: > 0 })
                _context.Refuse(creation, "a suspension in an initializer that sets init-only members after a constructor", "wait first, into locals");
            operands.AddRange(Values(initializer).Select(v => new Operand(v, false)));
            PrepareInOrder(operands);
            return;
        }
        PrepareInOrder(operands);
        var temp = Temporary("temp", type, creation);
        var arguments = creation.ArgumentList is { } present ? Render(present) : "()";
        Assign(temp, $"new {TypeNames.Of(type.WithNullableAnnotation(NullableAnnotation.None), creation, _context)}{arguments}", creation);
        LowerInitializer(Read(temp), initializer);
        _renderer.Replace(creation, Read(temp));
    }

    private void LowerInitializer(string target, InitializerExpressionSyntax initializer)
    {
        foreach (var element in initializer.Expressions)
            if (element is AssignmentExpressionSyntax assignment && initializer.IsKind(SyntaxKind.ObjectInitializerExpression))
                LowerMemberInitializer(target, assignment);
            else
                LowerElement(target, element);
    }

    private void LowerMemberInitializer(string target, AssignmentExpressionSyntax assignment)
    {
        string member;
        if (assignment.Left is ImplicitElementAccessSyntax index)
        {
            foreach (var argument in index.ArgumentList.Arguments)
                FreezeValue(argument.Expression, () => [assignment.Right]);
            member = target + Render(index.ArgumentList);
        }
        else
            member = $"{target}.{assignment.Left}";
        if (assignment.Right is InitializerExpressionSyntax nested)
        {
            if (assignment.Left is ImplicitElementAccessSyntax && IsMarked(nested))
                _context.Refuse(nested, "a suspension in a nested initializer of an element", "assign it afterwards");
            LowerInitializer(member, nested);
            return;
        }
        Prepare(assignment.Right);
        Emit($"{member} = {Render(assignment.Right)};", assignment);
    }

    private void LowerElement(string target, ExpressionSyntax element)
    {
        var values = element is InitializerExpressionSyntax several ? several.Expressions.ToList() : [element];
        PrepareInOrder([.. values.Select(v => new Operand(v, false))]);
        Emit($"{target}.Add({string.Join(", ", values.Select(Render))});", element);
    }

    /// <summary>Whether a member can be set in an initializer only.</summary>
    private bool NeedsInitializer(InitializerExpressionSyntax initializer, ITypeSymbol type)
    {
        if (!initializer.IsKind(SyntaxKind.ObjectInitializerExpression))
            return false;
        for (var current = type; current is not null; current = current.BaseType)
            if (current.GetMembers().Any(m => m is IPropertySymbol { IsRequired: true } or IFieldSymbol { IsRequired: true }))
                return true;
        return initializer.Expressions.OfType<AssignmentExpressionSyntax>().Any(a => Model.GetSymbolInfo(a.Left, _context.Cancel).Symbol is IPropertySymbol { SetMethod.IsInitOnly: true });
    }

    /// <summary>The values of an initializer in order, those of nested initializers included.</summary>
    private static IEnumerable<ExpressionSyntax> Values(InitializerExpressionSyntax initializer)
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
    private void PrepareWith(WithExpressionSyntax with)
    {
        var type = Model.GetTypeInfo(with, _context.Cancel).Type;
        if (type is null)
            return;
        Prepare(with.Expression);
        var temp = Temporary("temp", type, with.Expression);
        Assign(temp, $"{Parenthesized(with.Expression)} with {{ }}", with.Expression);
        _renderer.Replace(with.Expression, Read(temp));
        PrepareInOrder([.. Values(with.Initializer).Select(v => new Operand(v, false))]);
    }
}
