using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// Writes a blocking call as its cooperative form, with the wait for it. The code fix and the compile-time patch write the same text, unless the fix finds a method of the library to name.
/// <code>
/// s.Receive(b)              s.CoReceive(b).Await()
/// Thread.Sleep(5)           global::CoroutineDsl.Greenlet.Sleep(5).Await()
/// api.Load(x)               api.LoadAsync(x).Await(); where it takes a token: Cancellable(token => api.LoadAsync(x, token)).Await()
/// Console.ReadKey()         global::CoroutineDsl.Hub.Current.Offload(() => Console.ReadKey()).Await()
/// device.Read()             global::CoroutineDsl.Hub.Current.Offload(device, () => device.Read()).Await()
/// q.TryTake(out var x, 5)   q.CoTryTake(5).Await().Out(out var x)
/// foreach (.. in query)     foreach (.. in query.AsAsyncEnumerable())
/// foreach (.. in s.Keys())  foreach (.. in s.KeysAsync())
/// </code>
/// </summary>
internal sealed class CooperativeCall
{
    /// <summary>Marks the type names that are written in full.</summary>
    public const string FullName = "CoroutineDsl.FullName";

    /// <summary>Marks the calls <c>x?.CoM()</c> of extension methods: where the namespace is not imported, they are written out as static calls once their receiver has a name.</summary>
    public const string Conditional = "CoroutineDsl.Conditional";

    private readonly SemanticModel model;
    private readonly BlockingCall call;
    private readonly CooperativeArguments arguments;
    private readonly ExpressionSyntax? staticCallee;
    private readonly OwnedCall? owned;
    private readonly bool isQualified;

    private CooperativeCall(SemanticModel model, ExpressionSyntax blocking, BlockingCall call, CooperativeArguments arguments, bool isQualified)
    {
        this.model = model;
        this.call = call;
        this.arguments = arguments;
        this.isQualified = isQualified;
        IsConditional = Callee(blocking) is MemberBindingExpressionSyntax;
        IsExtension = (!isQualified || IsConditional) && call.Cooperative is { IsExtensionMethod: true } && !call.Member.IsStatic && call.Operation.Kind != OperationKind.ObjectCreation;
        if (call.Form == CooperativeForm.Patch && !IsExtension) staticCallee = Static(call.Cooperative!, blocking.SpanStart, isQualified);
        if (call.Form == CooperativeForm.Offload) staticCallee = Name("CoroutineDsl.Hub");
        if (arguments.TakesToken && (isQualified || !IsConditional)) owned = OwnedCall.Of(blocking, call, arguments, model, isQualified);
    }

    /// <summary>The namespaces that must be imported for the text to compile.</summary>
    public IEnumerable<string> Namespaces => call.Cooperative is { IsExtensionMethod: true, ContainingNamespace: { IsGlobalNamespace: false } space } ? ["CoroutineDsl", space.ToDisplayString()] : ["CoroutineDsl"];

    /// <summary>Whether it is called as <c>x?.M()</c>.</summary>
    public bool IsConditional { get; }

    private bool IsExtension { get; }

    /// <summary>Null where the call cannot be written so: no cooperative form, a call on <c>base</c>, an argument that cannot be passed on, a place where nothing can suspend.</summary>
    /// <param name="call">The call.</param>
    /// <param name="model">Of the tree that the call stands in.</param>
    /// <param name="isQualified">Whether patch methods are called by their full names: the text then compiles without their namespaces.</param>
    /// <param name="isInNestedFunction">Whether it stands in a lambda or local function, where a wait passes the baton and is none of the coroutine's own.</param>
    public static CooperativeCall? Of(BlockingCall call, SemanticModel model, bool isQualified = false, bool isInNestedFunction = false)
    {
        if (call.Form == CooperativeForm.None || call.Operation.Syntax is not ExpressionSyntax blocking || !isInNestedFunction && !CanSuspend(blocking)) return null;
        if (Callee(blocking) is MemberAccessExpressionSyntax { Expression: BaseExpressionSyntax }) return null;
        if (CooperativeArguments.Of(call, model) is not { } arguments) return null;
        var result = new CooperativeCall(model, blocking, call, arguments, isQualified);
        // what 'x?.M()' ends with can only be gone on with
        if (result.IsConditional && (result.IsPattern || result.IsSequence || result.NeedsConversion)) return null;
        // 'x?.M()' has no receiver that could be passed as an argument, or be moved into a lambda
        if (result.IsConditional && isInNestedFunction) return null;
        var needsReceiver = call.Form == CooperativeForm.Offload || call.Form == CooperativeForm.Patch && !call.Member.IsStatic && !result.IsExtension;
        return needsReceiver && result.IsConditional ? null : result;
    }

    /// <summary>The text for the call as it stands now: its arguments may have been rewritten since.</summary>
    public ExpressionSyntax Write(ExpressionSyntax current) => (isQualified ? QueryGuard.Write(call, current, Waiting) : null) ?? Waiting(current);

    private ExpressionSyntax Waiting(ExpressionSyntax current)
    {
        if (call.Form == CooperativeForm.Sequence) return SequenceSyntax.Enumerated(current, call, isQualified).WithTriviaFrom(current);
        var list = arguments.Apply(current, owned is null ? null : owned.Token);
        ExpressionSyntax waitable = call.Form switch
        {
            CooperativeForm.Offload => Offloaded(current),
            CooperativeForm.Twin => InvocationExpression(Renamed(call.Member.IsStatic && !call.Cooperative!.IsExtensionMethod ? Callee(current)! : Receiving(current), call.Cooperative!.Name), list),
            _ when IsExtension => Marked(InvocationExpression(Renamed(Receiving(current), call.Cooperative!.Name), list)),
            _ when call.Member.IsStatic || call.Operation.Kind == OperationKind.ObjectCreation => InvocationExpression(staticCallee!, list),
            _ => InvocationExpression(staticCallee!, list.WithArguments(list.Arguments.Insert(0, Argument(Receiver(current)!.WithoutTrivia())))),
        };
        waitable = waitable.WithoutTrivia();
        if (IsPattern) waitable = Pattern(waitable);
        if (owned is not null) waitable = owned.Write(waitable, IsConditional);
        if (IsAsyncSequence) return SequenceSyntax.AsStream(waitable, call, isQualified).WithTriviaFrom(current);
        var awaited = IsSequence ? waitable : AwaitSyntax.Await(waitable);
        return Converted(arguments.AssignBack(awaited)).WithTriviaFrom(current);
    }

    /// <summary>What is awaitable by its pattern alone, as a task.</summary>
    private ExpressionSyntax Pattern(ExpressionSyntax waitable) =>
        ParseExpression($"{PatternWait.Text(call.Cooperative!.ReturnType, waitable.ToFullString())}").WithAdditionalAnnotations(new SyntaxAnnotation(FullName));

    private bool IsPattern => call.Form == CooperativeForm.Twin && Signatures.IsPattern(call.Cooperative!.ReturnType);

    /// <summary>Whether the twin's value only converts to that of the call.</summary>
    private bool NeedsConversion => call is { Form: CooperativeForm.Twin, Member: IMethodSymbol { ReturnsVoid: false } method, Operation.Parent: not IExpressionStatementOperation }
        && Signatures.IsAwaitable(call.Cooperative!.ReturnType, out var value) && value is not null && !Signatures.Same(value, method.ReturnType);

    private ExpressionSyntax Converted(ExpressionSyntax awaited) => NeedsConversion
        ? ParenthesizedExpression(CastExpression(ParseTypeName(TypeText.Of(((IMethodSymbol)call.Member).ReturnType)), awaited.WithoutTrivia()))
        : awaited;

    /// <summary>A patch that gives a sequence whose steps suspend is enumerated, not awaited.</summary>
    private bool IsSequence => call.Cooperative?.ReturnType is { Name: "CoEnumerable" } || IsAsyncSequence;

    private bool IsAsyncSequence => call.Form == CooperativeForm.Twin && Signatures.AsyncItem(call.Cooperative!.ReturnType) is not null;

    private InvocationExpressionSyntax Marked(InvocationExpressionSyntax written) => IsConditional ? written.WithAdditionalAnnotations(new SyntaxAnnotation(Conditional)) : written;

    private ExpressionSyntax Offloaded(ExpressionSyntax current)
    {
        var hub = MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, staticCallee!, IdentifierName("Current"));
        var function = Argument(ParenthesizedLambdaExpression(current.WithoutTrivia()).NormalizeArrow());
        return call.IsSerial && Receiver(current) is { } owner && CanBeNamedTwice(owner)
            ? AwaitSyntax.Call(hub, "Offload", Argument(owner.WithoutTrivia()), function)
            : AwaitSyntax.Call(hub, "Offload", function);
    }

    /// <summary>Names only: what is called to get the receiver is called once.</summary>
    private static bool CanBeNamedTwice(ExpressionSyntax receiver) => receiver is IdentifierNameSyntax or ThisExpressionSyntax
        || receiver is MemberAccessExpressionSyntax { Name: IdentifierNameSyntax, Expression: var outer } && CanBeNamedTwice(outer);

    /// <summary>Not under a lock, which would be held across the suspension, nor in an exception filter, nor in what C# evaluates elsewhere.</summary>
    private static bool CanSuspend(SyntaxNode call) => !LexicalLock.Contains(call) && !call.Ancestors().TakeWhile(a => a is not MemberDeclarationSyntax)
        .Any(a => a is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or QueryExpressionSyntax or UnsafeStatementSyntax or FixedStatementSyntax);

    /// <summary>The expression that names the member: of a call what is called, of a property the access itself.</summary>
    private static ExpressionSyntax? Callee(ExpressionSyntax blocking) => blocking switch
    {
        InvocationExpressionSyntax invocation => invocation.Expression,
        BaseObjectCreationExpressionSyntax => null,
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

    private ExpressionSyntax Static(IMethodSymbol method, int position, bool isQualified)
    {
        var found = isQualified ? [] : model.LookupSymbols(position, name: method.Name);
        if (found.Length > 0 && found.All(symbol => SymbolEqualityComparer.Default.Equals(symbol.ContainingType, method.ContainingType))) return IdentifierName(method.Name);
        return MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, Name((isQualified ? PatchTable.CalledType(method) : method.ContainingType).ToDisplayString()), IdentifierName(method.Name));
    }

    internal static ExpressionSyntax Name(string fullName) => ParseExpression("global::" + fullName).WithAdditionalAnnotations(new SyntaxAnnotation(FullName));
}

file static class Arrow
{
    public static ParenthesizedLambdaExpressionSyntax NormalizeArrow(this ParenthesizedLambdaExpressionSyntax lambda) =>
        lambda.WithArrowToken(Token(SyntaxKind.EqualsGreaterThanToken).WithLeadingTrivia(Space).WithTrailingTrivia(Space));
}
