using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Lowering.Ir;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Lowering.Rendering;

internal sealed partial class Renderer
{
    private CodeText? Name(IdentifierNameSyntax name)
    {
        if (name.Parent is NameColonSyntax or NameEqualsSyntax || name.IsVar || IsMemberName(name))
            return null;
        var symbol = Model.GetSymbolInfo(name, context.Cancel).Symbol;
        return context.Variables.Of(symbol?.OriginalDefinition) is { } variable
            ? To(variable, IsWritten(name) ? Access.Write : Access.Read)
            : Qualified(name, symbol);
    }

    /// <summary>Whether the name is a member of what stands in front of it: no variable, and nothing that could mean something else elsewhere. To bind each in a long chain of calls would cost.</summary>
    private static bool IsMemberName(SimpleNameSyntax name) =>
        name.Parent is MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression } access && access.Name == name || name.Parent is MemberBindingExpressionSyntax;

    /// <summary>Whether the name is only written to, not read.</summary>
    public bool IsWritten(IdentifierNameSyntax name)
    {
        SyntaxNode node = name;
        while (node.Parent is ParenthesizedExpressionSyntax || node.Parent is ArgumentSyntax { Parent: TupleExpressionSyntax })
            node = node.Parent is ArgumentSyntax argument ? argument.Parent! : node.Parent!;
        return node.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == node && (node is IdentifierNameSyntax or TupleExpressionSyntax or ParenthesizedExpressionSyntax) && assignment.IsKind(SyntaxKind.SimpleAssignmentExpression)
                || assignment.Left == node && _countsCompound,
            ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.OutKeyword } => true,
            ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword } => _countsCompound,
            PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => _countsCompound,
            RefExpressionSyntax => _countsCompound,
            ForEachVariableStatementSyntax => true,
            _ => false,
        };
    }

    /// <summary>Whether the name is written in any way, read before or not.</summary>
    public bool MayWrite(IdentifierNameSyntax name)
    {
        _countsCompound = true;
        var result = IsWritten(name);
        _countsCompound = false;
        return result || name.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax or AssignmentExpressionSyntax or PostfixUnaryExpressionSyntax or PrefixUnaryExpressionSyntax } access && access.Expression == name;
    }

    private bool _countsCompound;

    /// <summary>
    /// A simple name that would bind to a member of the machine is qualified; a hoisted local function is asked for.
    /// </summary>
    private CodeText? Qualified(SimpleNameSyntax name, ISymbol? symbol)
    {
        if (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction } function)
        {
            if (context.Variables.HoistedFunctions.ContainsKey(function.OriginalDefinition) && !_functions.Contains(function.OriginalDefinition, SymbolEqualityComparer.Default))
                _functions.Add(function.OriginalDefinition);
            return null;
        }
        if (!context.IsStatic || symbol is null || !context.Identifiers.MachineMembers.Contains(name.Identifier.ValueText) || !IsSimple(name))
            return null;
        switch (symbol)
        {
            case INamedTypeSymbol type:
                return TypeText.Of(type);
            case INamespaceSymbol space:
                return "global::" + space.ToDisplayString();
            case IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol when symbol.IsStatic && symbol.ContainingType is { } owner:
                return $"{TypeText.Of(owner)}.{Copy(name)}";
            default:
                return null;
        }
    }

    /// <summary>Whether a name is looked up in the scopes around it, and not in what stands in front of it.</summary>
    private static bool IsSimple(SimpleNameSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access => access.Expression == name,
        QualifiedNameSyntax qualified => qualified.Left == name,
        AliasQualifiedNameSyntax or MemberBindingExpressionSyntax or NameColonSyntax or NameEqualsSyntax or ExpressionColonSyntax => false,
        AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax { RawKind: (int)SyntaxKind.ObjectInitializerExpression or (int)SyntaxKind.WithInitializerExpression } } assignment => assignment.Left != name,
        _ => true,
    };
}
