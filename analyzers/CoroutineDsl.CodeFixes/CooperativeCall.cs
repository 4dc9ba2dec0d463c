using CoroutineDsl.Generator.Patching;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Analyzers;

/// <summary>Writes a blocking call as its cooperative form: <c>s.Receive(b)</c> -> <c>s.CoReceive(b).Await()</c>.</summary>
internal static class CooperativeCall
{
    /// <summary>What rewrites the call's current syntax; null where the form of the call does not allow it.</summary>
    internal static Func<ExpressionSyntax, CooperativeArguments, ExpressionSyntax>? Writer(FixSite site, ExpressionSyntax blocking, IOperation operation, BlockingCall call)
    {
        var cooperative = call.Cooperative!;
        if (Callee(blocking) is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax }) return null;
        if (call.Member.IsStatic && call.Member is IMethodSymbol { IsExtensionMethod: false } || operation.Kind == OperationKind.ObjectCreation)
        {
            var callee = call.Form == CooperativeForm.Twin ? null : Static(site, cooperative);
            return (current, arguments) => Finish(current, callee ?? Renamed(Callee(current)!, cooperative.Name), arguments.Apply(current));
        }
        if (call.Form == CooperativeForm.Twin || cooperative.IsExtensionMethod)
            return (current, arguments) => Finish(current, Renamed(Receiving(current), cooperative.Name), arguments.Apply(current));
        if (Receiver(blocking) is null) return null;
        return (current, arguments) => Finish(current, Static(site, cooperative), arguments.Apply(current).InsertReceiver(Receiver(current)!));
    }

    private static ExpressionSyntax Finish(ExpressionSyntax original, ExpressionSyntax callee, ArgumentListSyntax arguments) =>
        Syntax.Await(InvocationExpression(callee.WithoutTrivia(), arguments.WithoutTrivia())).WithTriviaFrom(original).WithAdditionalAnnotations(Formatter.Annotation);

    private static ArgumentListSyntax InsertReceiver(this ArgumentListSyntax arguments, ExpressionSyntax receiver) =>
        arguments.WithArguments(arguments.Arguments.Insert(0, Argument(receiver.WithoutTrivia())));

    /// <summary>The expression that names the member: of a call what is called, of a property the access itself.</summary>
    private static ExpressionSyntax? Callee(ExpressionSyntax blocking) => blocking switch
    {
        InvocationExpressionSyntax call => call.Expression,
        ObjectCreationExpressionSyntax or ImplicitObjectCreationExpressionSyntax => null,
        _ => blocking,
    };

    // an extension method is not found by its simple name: 'Receive(b)' in a derived class is written 'this.CoReceive(b)'
    private static ExpressionSyntax Receiving(ExpressionSyntax blocking) => Callee(blocking) switch
    {
        SimpleNameSyntax name => MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, ThisExpression(), name.WithoutTrivia()),
        var callee => callee!,
    };

    private static ExpressionSyntax? Receiver(ExpressionSyntax blocking) => Callee(blocking) switch
    {
        MemberAccessExpressionSyntax access => access.Expression,
        SimpleNameSyntax => ThisExpression(),
        _ => null,
    };

    private static ExpressionSyntax Renamed(ExpressionSyntax callee, string name) => callee switch
    {
        MemberAccessExpressionSyntax access => access.WithName(Renamed(access.Name, name)),
        MemberBindingExpressionSyntax binding => binding.WithName(Renamed(binding.Name, name)),
        SimpleNameSyntax simple => Renamed(simple, name),
        _ => callee,
    };

    private static SimpleNameSyntax Renamed(SimpleNameSyntax old, string name) =>
        old is GenericNameSyntax generic ? generic.WithIdentifier(Identifier(name)) : IdentifierName(name);

    private static ExpressionSyntax Static(FixSite site, IMethodSymbol method)
    {
        var found = site.Model.LookupSymbols(site.Node.SpanStart, name: method.Name);
        if (found.Length > 0 && found.All(symbol => CoroutineContext.Same(symbol.ContainingType, method.ContainingType))) return IdentifierName(method.Name);
        var type = ParseName(method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)).WithAdditionalAnnotations(Simplifier.Annotation, Simplifier.AddImportsAnnotation);
        return MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, type, IdentifierName(method.Name));
    }
}
