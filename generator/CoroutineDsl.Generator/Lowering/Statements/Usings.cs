using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Lowering.Statements;

internal sealed partial class BodyLowering
{
    /// <summary><c>using (var r = R) A;   ->   r = R; try { A; } finally { r.Dispose(); }</c></summary>
    private void LowerUsing(UsingStatementSyntax statement)
    {
        EnterScope(statement);
        if (statement.Declaration is { } declaration)
            LowerUsing(declaration, 0, () => LowerEmbedded(statement.Statement));
        else
        {
            var expression = statement.Expression!;
            var info = Model.GetTypeInfo(expression, Context.Cancel);
            var isDynamic = info.Type?.TypeKind == TypeKind.Dynamic;
            Prepare(expression);
            var resource = isDynamic || info.Type is null
                ? Context.Variables.Temporary("resource", "global::System.IDisposable?", Context.Known.Disposable)
                : Temporary("resource", info.Type, expression);
            EmitStore(resource, Render(expression), expression);
            EmitDisposed(resource, () => LowerEmbedded(statement.Statement), expression, statement.Statement);
        }
    }

    /// <summary>The variables of one declaration, the first outermost.</summary>
    private void LowerUsing(VariableDeclarationSyntax declaration, int index, Action body)
    {
        if (index == declaration.Variables.Count)
        {
            body();
            return;
        }
        var declarator = declaration.Variables[index];
        if (Declared(declarator) is not { } variable || declarator.Initializer is not { } initializer)
        {
            Context.Refuse(declarator, "a resource of this kind held across a suspension", "dispose of it in a finally");
            return;
        }
        if (Suspensions.Await(FactoryCalls.Unparenthesized(initializer.Value)) is { Result: { } result } call && variable.Scope is null && IsSameType(result, variable.Type))
            EmitWait(FactoryCalls.Unparenthesized(initializer.Value), call, variable);
        else
        {
            Prepare(initializer.Value);
            EmitStore(variable, Render(initializer.Value), declaration);
        }
        EmitDisposed(variable, () => LowerUsing(declaration, index + 1, body), declarator, (declaration.Parent as UsingStatementSyntax)?.Statement);
    }

    private void EmitDisposed(Variable resource, Action body, SyntaxNode place, StatementSyntax? block)
    {
        if (Context.Known.IsCoDisposable(resource.Type))
            EmitTrySuspendingFinally(body, () => EmitCoDispose(resource, place), Guarded(place), block);
        else
            EmitTryFinally(body, () => EmitCopy(DisposeText(resource, mayBeDisposable: false)!), block);
    }

    /// <summary>From a resource to the end of its using statement, or of the list that its using declaration stands in.</summary>
    private static TextSpan Guarded(SyntaxNode resource)
    {
        SyntaxNode holder = resource.FirstAncestorOrSelf<StatementSyntax>()!;
        while (holder is LocalDeclarationStatementSyntax or LabeledStatementSyntax) holder = holder.Parent!;
        return TextSpan.FromBounds(resource.SpanStart, holder.Span.End);
    }

    /// <summary><c>r.CoDispose().Await()</c>, of an <c>ICoDisposable</c>.</summary>
    private void EmitCoDispose(Variable resource, SyntaxNode place) => EmitWaitFor($"global::CoroutineDsl.Runtime.Patterns.CoDispose(ref {Read(resource)})", null, null, place);

    /// <summary>Null where nothing is to be disposed of. A struct is disposed of in its variable, not in a box.</summary>
    private CodeText? DisposeText(Variable resource, bool mayBeDisposable)
    {
        var type = resource.Type!;
        var implements = RuntimeTypes.Same(type, Context.Known.Disposable) || type.AllInterfaces.Any(i => RuntimeTypes.Same(i, Context.Known.Disposable));
        if (type is INamedTypeSymbol { IsValueType: true, OriginalDefinition.SpecialType: not SpecialType.System_Nullable_T })
            return implements ? DisposeInPlace(resource) : null;
        if (type is ITypeParameterSymbol parameter && Implements(parameter))
            return DisposeInPlace(resource);
        if (implements)
            return $"((global::System.IDisposable?){Read(resource)})?.Dispose();";
        if (!mayBeDisposable)
            return $"((global::System.IDisposable?)(object?){Read(resource)})?.Dispose();";
        if (type.IsSealed && type is not ITypeParameterSymbol)
            return null;
        return $"({Read(resource)} as global::System.IDisposable)?.Dispose();";
    }

    private CodeText DisposeInPlace(Variable resource) => $"global::CoroutineDsl.Runtime.Patterns.Dispose(ref {Read(resource)});";

    private bool Implements(ITypeParameterSymbol parameter) => parameter.ConstraintTypes.Any(c =>
        RuntimeTypes.Same(c, Context.Known.Disposable) || c.AllInterfaces.Any(i => RuntimeTypes.Same(i, Context.Known.Disposable)) || c is ITypeParameterSymbol other && Implements(other));
}
