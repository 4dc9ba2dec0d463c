using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Statements;

internal sealed partial class BodyLowering
{
    private void LowerDeclaration(LocalDeclarationStatementSyntax statement) => LowerVariables(statement.Declaration, statement, Comments(statement));

    /// <summary><c>var n = x.Await();   ->   [wait, out n]</c></summary>
    private void LowerVariables(VariableDeclarationSyntax declaration, SyntaxNode source, IReadOnlyList<string>? comments = null)
    {
        foreach (var declarator in declaration.Variables)
        {
            if (Declared(declarator) is not { } variable)
            {
                if (!IsMarked(declarator))
                    EmitInPlace(declaration, declarator);
                continue;
            }
            if (variable.Constant is not null)
                continue;
            if (declarator.Initializer is not { } initializer)
            {
                Emit(new Forget(variable));
                continue;
            }
            if (Suspensions.Await(FactoryCalls.Unparenthesized(initializer.Value)) is { Result: { } result } call && variable.Scope is null && IsSameType(result, variable.Type))
                EmitWait(FactoryCalls.Unparenthesized(initializer.Value), call, variable, comments);
            else
            {
                Prepare(initializer.Value);
                EmitStore(variable, Initial(initializer.Value, variable), declaration.Variables.Count == 1 ? source is LocalDeclarationStatementSyntax ? source : declaration : declarator, comments);
            }
            comments = null;
        }
    }

    /// <summary>A constant or a local that nothing mentions again: only its initializer matters.</summary>
    private void EmitInPlace(VariableDeclarationSyntax declaration, VariableDeclaratorSyntax declarator)
    {
        Renderer.NeedBlock();
        var isConst = declaration.Parent is LocalDeclarationStatementSyntax { IsConst: true };
        EmitCopy($"{(isConst ? "const " : "")}{Render(declaration.Type)} {Render(declarator)};", declarator);
    }

    /// <summary><c>int[] a = { 1, 2 }</c> needs its type where it is not a declaration any more.</summary>
    private CodeText Initial(ExpressionSyntax value, Variable variable)
    {
        var text = Render(value);
        return value is InitializerExpressionSyntax ? $"new {variable.TypeText.TrimEnd('?')} {text}" : text;
    }
}
