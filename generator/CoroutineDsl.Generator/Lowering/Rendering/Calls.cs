using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Lowering.Analysis;
using CoroutineDsl.Generator.Symbols;
using CoroutineDsl.Generator.Lowering.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace CoroutineDsl.Generator.Lowering.Rendering;

internal sealed partial class Renderer
{
    private readonly Dictionary<SyntaxNode, CodeText> _receivers = [];

    private CodeText? Call(InvocationExpressionSyntax call)
    {
        if (call.Expression is IdentifierNameSyntax { Identifier.ValueText: "nameof" } && Model.GetConstantValue(call, context.Cancel).Value is string name)
            return SymbolDisplay.FormatLiteral(name, quote: true);
        if (FactoryCalls.Target(call, context) is { } coroutine)
            return CoroutineCall(call, coroutine);
        return ExtensionCall(call) ?? CallWithCallerInfo(call, call.ArgumentList);
    }

    /// <summary><c>receiver1.CoConnect(server)   ->   global::CoroutineDsl.Patching.SocketPatches.CoConnect(receiver1, server)</c>: the patch does not ask the user to import its namespace.</summary>
    private CodeText? ExtensionCall(InvocationExpressionSyntax call)
    {
        if (!call.HasAnnotations(CooperativeCall.Conditional) || !_receivers.TryGetValue(call.Expression, out var receiver)) return null;
        if (Model.GetSymbolInfo(call, context.Cancel).Symbol is not IMethodSymbol { ReducedFrom: { } method }) return null;
        var name = Render(((MemberBindingExpressionSyntax)call.Expression).Name);
        return $"{TypeText.Of(method.ContainingType)}.{name}({CodeText.Join(", ", call.ArgumentList.Arguments.Select(Render).Prepend(receiver))})";
    }

    /// <summary>
    /// <c>Eat("x")   ->   EatCoroutine("x")</c>: no interceptor reaches generated code. Where the call is not consumed on the spot, it keeps its type.
    /// </summary>
    private CodeText? CoroutineCall(InvocationExpressionSyntax call, IMethodSymbol coroutine)
    {
        SyntaxNode place = call;
        while (place.Parent is ParenthesizedExpressionSyntax)
            place = place.Parent;
        var isAwaited = place.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax awaiting } && context.Suspensions.Await(awaiting) is not null
            || place.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax passing } && context.Suspensions.Await(passing) is not null;
        var isConsumed = isAwaited || place.Parent is YieldStatementSyntax && !context.Type.IsStream || place.Parent is ExpressionStatementSyntax
            || place.Parent is CommonForEachStatementSyntax loop && loop.Expression == place && SuspensionFinder.StreamCall(loop, context) is not null
            || place.Parent is ArgumentSyntax argument && FactoryCalls.IsTakenAsCoroutine(argument, coroutine, context);
        if (CoroutineType.Of(coroutine.ReturnType) is { IsEnumerable: true, IsStream: false } && !isAwaited)
            return CallWithCallerInfo(call, call.ArgumentList);
        if (!coroutine.DeclaringSyntaxReferences.IsEmpty)
            context.CalledFactories.Add((coroutine.ReducedFrom ?? coroutine).OriginalDefinition);
        var name = SuspensionFinder.CalledName(call)!;
        _tokens[name.Identifier] = TypeText.Identifier(name.Identifier.ValueText + KnownNames.FactorySuffix);
        var text = CallWithCallerInfo(call, call.ArgumentList) ?? Copy(call);
        _tokens.Remove(name.Identifier);
        if (isConsumed)
            return text;
        CodeText kept = $"({TypeText.Of(coroutine.ReturnType)}){text}";
        CodeText grouped = $"({kept})";
        return call.Parent is MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax ? grouped : kept;
    }

    /// <summary>What the compiler would tell about the caller is that of the user's method, and written out.</summary>
    private CodeText? CallWithCallerInfo(ExpressionSyntax call, ArgumentListSyntax? arguments)
    {
        if (Model.GetSymbolInfo(call, context.Cancel).Symbol is not IMethodSymbol method || !method.Parameters.Any(p => p.IsOptional && CallerAttribute(p) is not null))
            return null;
        var passed = Model.GetOperation(call, context.Cancel) switch
        {
            IInvocationOperation invocation => invocation.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => [],
        };
        var extra = new List<string>();
        foreach (var argument in passed)
            if (argument is { ArgumentKind: ArgumentKind.DefaultValue, Parameter: { } parameter } && CallerAttribute(parameter) is { } attribute)
            {
                if (attribute.AttributeClass!.Name == "CallerMemberNameAttribute")
                    extra.Add($"{TypeText.Identifier(parameter.Name)}: {SymbolDisplay.FormatLiteral(context.Method.Name, quote: true)}");
                else if (attribute.ConstructorArguments is [{ Value: string source }] && passed.FirstOrDefault(a => a.Parameter?.Name == source && a.ArgumentKind == ArgumentKind.Explicit) is { Value.Syntax: ExpressionSyntax expression }
                    && !Render(expression).IsText(expression.ToString()))
                    extra.Add($"{TypeText.Identifier(parameter.Name)}: {SymbolDisplay.FormatLiteral(expression.ToString(), quote: true)}");
            }
        if (extra.Count == 0)
            return null;
        if (arguments is null)
            return null;
        var close = arguments.CloseParenToken;
        _tokens[close] = (arguments.Arguments.Count > 0 ? ", " : "") + string.Join(", ", extra) + ")";
        var result = Copy(call);
        _tokens.Remove(close);
        return result;
    }

    private static AttributeData? CallerAttribute(IParameterSymbol parameter) => parameter.OriginalDefinition.GetAttributes().FirstOrDefault(a =>
        a.AttributeClass?.Name is "CallerMemberNameAttribute" or "CallerArgumentExpressionAttribute");

    /// <summary>The receiver of a <c>?.</c> that was taken apart.</summary>
    public void BindReceiver(ConditionalAccessExpressionSyntax access, CodeText receiver)
    {
        SyntaxNode node = access.WhenNotNull;
        while (node is not (MemberBindingExpressionSyntax or ElementBindingExpressionSyntax))
            node = node switch
            {
                InvocationExpressionSyntax call => call.Expression,
                MemberAccessExpressionSyntax member => member.Expression,
                ElementAccessExpressionSyntax element => element.Expression,
                ConditionalAccessExpressionSyntax inner => inner.Expression,
                AssignmentExpressionSyntax assignment => assignment.Left,
                PostfixUnaryExpressionSyntax postfix => postfix.Operand,
                PrefixUnaryExpressionSyntax prefix => prefix.Operand,
                _ => throw new InvalidOperationException($"no receiver in '{access}'"),
            };
        _receivers[node] = receiver;
    }

    /// <summary>The receiver of <c>?.Await()</c>.</summary>
    public CodeText BindingReceiver(SyntaxNode awaiting) => _receivers[((InvocationExpressionSyntax)awaiting).Expression];

    private CodeText? Binding(ExpressionSyntax binding)
    {
        if (!_receivers.TryGetValue(binding, out var receiver))
            return null;
        return binding is MemberBindingExpressionSyntax member ? $"{receiver}.{Render(member.Name)}" : CodeText.Concat([receiver, Copy(binding)]);
    }

    /// <summary>The value that <c>SetResult(v)</c> stores.</summary>
    public CodeText ResultValue(InvocationExpressionSyntax call)
    {
        var value = call.ArgumentList.Arguments[0].Expression;
        var factory = SuspensionFinder.AwaitOfFactory(value, context)?.Result; // its call has no type before the factory exists
        if (context.Type.Result is not { } type || !(factory is null ? Model.ClassifyConversion(value, type) : Model.Compilation.ClassifyConversion(factory, type)).IsImplicit)
            context.Refuse(call, "a SetResult whose value is not of the coroutine's result type", "declare the coroutine as IEnumerator<Yield<T>> of that type");
        return Render(value);
    }
}
