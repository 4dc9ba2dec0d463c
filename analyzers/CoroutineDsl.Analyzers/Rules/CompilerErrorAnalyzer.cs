using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Analyzers;

/// <summary>CORO011: says beside an error of the compiler what a coroutine writes there. The compiler knows what is wrong with C#, and not what was meant.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed partial class CompilerErrorAnalyzer : CoroutineAnalyzer
{
    internal const string Id = "CORO011";

    private static readonly DiagnosticDescriptor Descriptor = new(
        Id,
        "C# refuses this: what a coroutine writes there",
        "{0}",
        Rule.Category,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: Rule.HelpLink(Id));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    private protected override void Register(CompilationStartAnalysisContext start, CoroutineContext coroutines)
    {
        start.RegisterSyntaxNodeAction(context => Yielded(context, coroutines), SyntaxKind.YieldReturnStatement);
        start.RegisterSyntaxNodeAction(context => Returned(context, coroutines), SyntaxKind.ReturnStatement);
        start.RegisterSyntaxNodeAction(context => Awaited(context, coroutines), SyntaxKind.AwaitExpression);
        start.RegisterSyntaxNodeAction(context => Enumerated(context, coroutines), SyntaxKind.ForEachStatement);
        start.RegisterSyntaxNodeAction(context => Subscribed(context, coroutines), SyntaxKind.AddAssignmentExpression);
        start.RegisterOperationAction(context => Converted(context, coroutines), OperationKind.Conversion);
        start.RegisterOperationAction(context => Spawned(context, coroutines), OperationKind.Invalid);
        start.RegisterOperationAction(context => Threaded(context, coroutines), OperationKind.Invalid);
        start.RegisterSyntaxNodeAction(context => Handled(context, coroutines), SyntaxKind.ParenthesizedLambdaExpression, SyntaxKind.SimpleLambdaExpression);
    }

    private static void Yielded(SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        var statement = (YieldStatementSyntax)context.Node;
        if (statement.Ancestors().FirstOrDefault(IteratorBody.IsFunction) is AnonymousFunctionExpressionSyntax)
        {
            if (coroutines.Find("CoroutineDsl.Yield") is not null && IsWaitable(statement.Expression!, context, coroutines))
                Report(context, Keywords(statement), "A lambda cannot yield: make a [Coroutine] method 'M' of it, and write '() => M()'");
            return;
        }
        if (context.ContainingSymbol is not IMethodSymbol method || !coroutines.IsCoroutine(method)) return;
        if (coroutines.IsStream(method))
        {
            if (IsWaitable(statement.Expression!, context, coroutines) && !context.SemanticModel.GetConversion(statement.Expression!, context.CancellationToken).Exists)
                Report(context, Keywords(statement), $"A stream yields values: write '{Shown.Await(statement.Expression!)};' to wait");
            return;
        }
        if (IteratorBody.ForbidsYieldReturn(statement) is { } where)
        {
            Report(context, Keywords(statement), $"C# has no yield return {where}: write '{(IsWaitable(statement.Expression!, context, coroutines)
                ? $"{Shown.Await(statement.Expression!)};"
                : $"SetResult({Shown.Code(statement.Expression!)}); yield break;")}'");
        }
        else if (!context.SemanticModel.GetConversion(statement.Expression!, context.CancellationToken).Exists
            && context.SemanticModel.GetTypeInfo(statement.Expression!, context.CancellationToken).Type is { TypeKind: not TypeKind.Error } type)
        {
            Report(context, statement.Expression!.GetLocation(), Unyieldable(statement.Expression!, type, coroutines.ResultType(method.ReturnType), context.Compilation, coroutines));
        }
    }

    private static string Unyieldable(ExpressionSyntax value, ITypeSymbol type, ITypeSymbol? result, Compilation compilation, CoroutineContext coroutines)
    {
        if (coroutines.IsWaitable(type))
        {
            return coroutines.ResultType(type) is { } given && result is not null && compilation.HasImplicitConversion(given, result)
                ? $"C# converts no '{Shown.Type(type)}' to a Yield: write '{Shown.Await(value)};' to wait, or 'yield return {Shown.Await(value)};' to end with its result"
                : $"C# converts no '{Shown.Type(type)}' to a Yield: write '{Shown.Await(value)};'";
        }
        return result is null ? $"'{Shown.Type(type)}' is nothing to wait for, and this coroutine has no result; for one it returns {Shown.CoroutineType(type)}"
            : compilation.HasImplicitConversion(type, result) ? $"C# converts no interface to a Yield: write 'SetResult<{Shown.Type(result)}>({Shown.Code(value)}); yield break;'"
            : $"'{Shown.Type(type)}' is neither something to wait for nor the coroutine's result type '{Shown.Type(result)}'";
    }

    private static void Returned(SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        var statement = (ReturnStatementSyntax)context.Node;
        if (statement.Expression is not { } value || statement.Ancestors().First(IteratorBody.IsFunction) is not MethodDeclarationSyntax declaration) return;
        if (context.ContainingSymbol is not IMethodSymbol method || !coroutines.IsCoroutine(method) || !IteratorBody.Yields(declaration)) return;
        Report(context, statement.GetLocation(), $"C# has no return of a value in an iterator: write '{InsteadOfReturn(value, context, coroutines)}'");
    }

    private static string InsteadOfReturn(ExpressionSyntax value, SyntaxNodeAnalysisContext context, CoroutineContext coroutines) =>
        IteratorBody.ForbidsYieldReturn(value) is not null && !IsWaitable(value, context, coroutines) ? $"SetResult({Shown.Code(value)}); yield break;"
        : coroutines.IsCoroutineType(context.SemanticModel.GetTypeInfo(value, context.CancellationToken).Type) ? $"yield return {Shown.Await(value)};"
        : $"yield return {Shown.Code(value)};";

    private static void Awaited(SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        var expression = (AwaitExpressionSyntax)context.Node;
        if (expression.Ancestors().FirstOrDefault(IteratorBody.IsFunction) is MethodDeclarationSyntax declaration && !declaration.Modifiers.Any(SyntaxKind.AsyncKeyword))
        {
            if (context.ContainingSymbol is IMethodSymbol method && coroutines.IsCoroutine(method))
                Report(context, expression.GetLocation(), $"A coroutine has no 'await': write '{Shown.Await(expression.Expression)}'");
        }
        else if (coroutines.IsColdCoroutine(context.SemanticModel.GetTypeInfo(expression.Expression, context.CancellationToken).Type)
            && context.SemanticModel.GetAwaitExpressionInfo(expression).GetAwaiterMethod is null)
        {
            Report(context, expression.GetLocation(), $"A coroutine is awaited as a greenlet: write 'await Spawn({Shown.Code(expression.Expression)})'");
        }
    }

    private static void Enumerated(SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        var loop = (ForEachStatementSyntax)context.Node;
        var type = context.SemanticModel.GetTypeInfo(loop.Expression, context.CancellationToken).Type;
        if (loop.AwaitKeyword.RawKind != 0 && coroutines.IsCoEnumerable(type))
            Report(context, loop.AwaitKeyword.GetLocation(), $"Each step of '{Shown.Type(type!)}' waits by itself: write 'foreach' without 'await'");
        else if (coroutines.IsColdCoroutine(type))
            Report(context, loop.Expression.GetLocation(), $"A coroutine gives one result and no sequence: write '{Shown.Await(loop.Expression)}'; for many values write a stream, [Coroutine] IEnumerable<T>");
    }

    private static void Subscribed(SyntaxNodeAnalysisContext context, CoroutineContext coroutines)
    {
        var assignment = (AssignmentExpressionSyntax)context.Node;
        if (assignment.Right is not (SimpleNameSyntax or MemberAccessExpressionSyntax)) return;
        if (context.SemanticModel.GetSymbolInfo(assignment.Left, context.CancellationToken).Symbol is not IEventSymbol) return;
        if (Coroutine(assignment.Right, context.SemanticModel, coroutines, context.CancellationToken) is not { } method) return;
        var names = string.Join(", ", method.Parameters.Select(p => p.Name));
        Report(context, assignment.Right.GetLocation(), $"An event calls its handlers and waits for none: write '({names}) => Spawn({Shown.Code(assignment.Right)}({names}))'");
    }

    private static void Converted(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        var conversion = (IConversionOperation)context.Operation;
        if (!conversion.IsImplicit || conversion.Conversion.Exists || conversion.Parent is IReturnOperation) return;
        if (conversion.Operand.Type is not { } type || !coroutines.IsWaitable(type) || conversion.Operand.Syntax is not ExpressionSyntax waited || GatherOf(waited) is not null) return;
        if (waited is InvocationExpressionSyntax { ArgumentList.Arguments: [{ Expression: var spawned }, ..] } && CoroutineContext.DerivesFrom(type, coroutines.Greenlet)
            && coroutines.IsColdCoroutine(conversion.SemanticModel?.GetTypeInfo(spawned, context.CancellationToken).Type))
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, waited.GetLocation(), $"A greenlet is not its result: write '{Shown.Await(spawned)}', or 'Get().Await()' on the greenlet"));
        else
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, waited.GetLocation(), $"'{Shown.Type(type)}' is a wait and not its value: write '{Shown.Await(waited)}'"));
    }

    private static void Spawned(OperationAnalysisContext context, CoroutineContext coroutines)
    {
        if (context.Operation is not IInvalidOperation { SemanticModel: { } model, Syntax: InvocationExpressionSyntax { ArgumentList.Arguments: { Count: > 0 } arguments } call }) return;
        if (Name(call.Expression) is not ("Spawn" or "SpawnLater") || IsRuntimes(call.Expression, model, coroutines, context.CancellationToken) == false) return;
        var first = arguments[0].Expression;
        if (Coroutine(first, model, coroutines, context.CancellationToken) is { } method)
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, first.GetLocation(), $"A coroutine is called to be spawned: write 'Spawn({Shown.Code(first)}({(method.Parameters.Length > 0 ? "..." : "")}))'"));
        else if (arguments.Count > 1 && Name(call.Expression) == "Spawn" && coroutines.IsColdCoroutine(model.GetTypeInfo(first, context.CancellationToken).Type)
            && model.GetTypeInfo(arguments[1].Expression, context.CancellationToken).Type is { } second && (second.SpecialType == SpecialType.System_Int32 || second.Name == "TimeSpan"))
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, arguments[1].GetLocation(), $"Spawn starts at once: write 'SpawnLater({Shown.Code(arguments[1])}, {Shown.Code(first)})'"));
    }

    private static bool IsRuntimes(ExpressionSyntax callee, SemanticModel model, CoroutineContext coroutines, CancellationToken cancel) =>
        model.GetMemberGroup(callee, cancel).Any(member => CoroutineContext.Same(member.ContainingType, coroutines.Greenlet));

    /// <summary>The coroutine that a method group names.</summary>
    private static IMethodSymbol? Coroutine(ExpressionSyntax group, SemanticModel model, CoroutineContext coroutines, CancellationToken cancel) =>
        group is SimpleNameSyntax or MemberAccessExpressionSyntax ? model.GetMemberGroup(group, cancel).OfType<IMethodSymbol>().FirstOrDefault(coroutines.IsCoroutine) : null;

    private static bool IsWaitable(ExpressionSyntax value, SyntaxNodeAnalysisContext context, CoroutineContext coroutines) =>
        coroutines.IsWaitable(context.SemanticModel.GetTypeInfo(value, context.CancellationToken).Type);

    private static string? Name(ExpressionSyntax callee) => callee switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    private static Location Keywords(YieldStatementSyntax statement) =>
        Location.Create(statement.SyntaxTree, TextSpan.FromBounds(statement.YieldKeyword.SpanStart, statement.ReturnOrBreakKeyword.Span.End));

    private static void Report(SyntaxNodeAnalysisContext context, Location place, string message) => context.ReportDiagnostic(Diagnostic.Create(Descriptor, place, message));
}
