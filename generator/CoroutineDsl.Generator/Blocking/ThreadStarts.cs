using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// Starts of threads and of pool work, which the patch makes greenlets where the body is the project's own and blocks: each has a method of the same name in the runtime's <c>ThreadStarts</c>.
/// <code>
/// new Thread(Work).Start()     global::CoroutineDsl.Patching.ThreadStarts.Start(new Thread(Work))
/// Task.Run(() => Work())       global::CoroutineDsl.Patching.ThreadStarts.Run(() => Work())
/// </code>
/// </summary>
internal static class ThreadStarts
{
    public const string Type = "global::CoroutineDsl.Patching.ThreadStarts";
    private const string MetadataName = "CoroutineDsl.Patching.ThreadStarts";
    private const int Area = 1 << 14;

    /// <summary>Whether anything of this name may be one.</summary>
    public static bool MayBeNamed(string name) => name is "Start" or "QueueUserWorkItem" or "Run" or "StartNew" or "IsAlive";

    /// <summary>Whether a call starts a thread, or work of the pool, with a body that has to be looked at.</summary>
    public static bool IsStart(IOperation operation) => operation is IInvocationOperation { TargetMethod: var method } && MayBeNamed(method.Name) && Method(method, operation) is not null;

    /// <summary>Whether the patch makes a greenlet of what an operation starts, or asks whether one is alive.</summary>
    public static bool Replaces(IOperation operation, IMethodSymbol method)
    {
        if (operation.IsImplicit || (PatchScope.Of(operation.SemanticModel!.Compilation).AreasAt(method) & Area) == 0 || Receiver(operation.Syntax) is BaseExpressionSyntax || operation.Syntax is InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax }) return false;
        return operation switch
        {
            IInvocationOperation call => MayBeNamed(call.TargetMethod.Name) && Method(call.TargetMethod, call) is not null && StartedBody.IsReplaced(call),
            IPropertyReferenceOperation { Property: { Name: "IsAlive", ContainingType.Name: "Thread" } property, Syntax: MemberAccessExpressionSyntax } => KnownTypes(property.ContainingType),
            _ => false,
        };
    }

    /// <summary>The call of the runtime's method, as the source would have it.</summary>
    public static ExpressionSyntax Write(ExpressionSyntax current, bool isStatic)
    {
        var (callee, list) = current is InvocationExpressionSyntax call ? (call.Expression, call.ArgumentList) : (current, ArgumentList());
        var name = callee is MemberAccessExpressionSyntax access ? access.Name : (SimpleNameSyntax)callee;
        if (!isStatic) list = list.WithArguments(list.Arguments.Insert(0, Argument(Receiver(current)!.WithoutTrivia())));
        return InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, ParseExpression(Type), name.WithoutTrivia()), list).WithTriviaFrom(current);
    }

    private static ExpressionSyntax? Receiver(SyntaxNode call) => call switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Expression,
        MemberAccessExpressionSyntax access => access.Expression,
        _ => null,
    };

    private static IMethodSymbol? Method(IMethodSymbol method, IOperation operation)
    {
        if (!KnownTypes(method.ContainingType)) return null;
        var taken = method.Parameters.Length + (method.IsStatic ? 0 : 1);
        return operation.SemanticModel!.Compilation.GetTypeByMetadataName(MetadataName)?.GetMembers(method.Name).OfType<IMethodSymbol>()
            .FirstOrDefault(start => start.Parameters.Length == taken && PatchSignature.Construct(start, method) is not null);
    }

    private static bool KnownTypes(INamedTypeSymbol type) => type is { Name: "Thread" or "ThreadPool", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } }
        or { Name: "Task" or "TaskFactory", Arity: 0, ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } };
}
