using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// A cooperative call that takes a token: the wait owns it, and stops it when it is given up.
/// <code>
/// the fix writes      Cancellable(token => api.LoadAsync(x, token))
/// the patch writes    global::CoroutineDsl.Runtime.OwnedToken.Of(api.LoadAsync(x, global::CoroutineDsl.Runtime.OwnedToken.New(out var own1)), own1)
/// for api?.Load(x)    api?.LoadAsync(x, global::CoroutineDsl.Runtime.OwnedToken.New(out var own1)).Owned(own1)
/// </code>
/// The patch's form captures nothing, and its arguments may suspend.
/// </summary>
internal sealed class OwnedCall
{
    /// <summary>Where the extension methods are that stand in a call of <c>x?.M()</c>.</summary>
    public const string Namespace = "CoroutineDsl.Runtime";

    private const string Type = "global::CoroutineDsl.Runtime.OwnedToken";

    private readonly string variable;
    private readonly string? method;
    private readonly ExpressionSyntax? cancellable;

    private OwnedCall(string variable, string? method, ExpressionSyntax? cancellable)
    {
        this.variable = variable;
        this.method = method;
        this.cancellable = cancellable;
    }

    /// <summary>Null where the wait cannot own the call.</summary>
    public static OwnedCall? Of(ExpressionSyntax blocking, BlockingCall call, CooperativeArguments arguments, SemanticModel model, bool isPatch)
    {
        if (isPatch) return new($"own{blocking.Span.End}", call.IsAcquired ? "Acquired" : "Of", null);
        return arguments.IsGivenToken || !CancellableSyntax.CanHold(blocking, model) || Waits(call, model) ? null
            : new(CancellableSyntax.TokenName(blocking, model), null, CancellableSyntax.Callee(blocking, model));
    }

    // an argument that blocks will wait as well, and must not do so in a lambda
    private static bool Waits(BlockingCall call, SemanticModel model)
    {
        var blocking = BlockingCalls.Of(model.Compilation);
        return call.Operation.Descendants().Any(inner => blocking.Find(inner) is not null);
    }

    /// <summary>The token for the call.</summary>
    /// <param name="given">The one that it was given, if any.</param>
    public ExpressionSyntax Token(ExpressionSyntax? given) =>
        cancellable is not null ? IdentifierName(variable) : ParseExpression($"{Type}.New({(given is null ? "" : given + ", ")}out var {variable})");

    /// <summary>The wait for the call.</summary>
    /// <param name="call">The call with the token.</param>
    /// <param name="isConditional">Whether it is the end of <c>x?.M()</c>, which can only be gone on with.</param>
    public ExpressionSyntax Write(ExpressionSyntax call, bool isConditional) => cancellable is not null
        ? CancellableSyntax.Write(cancellable, variable, call)
        : isConditional ? AwaitSyntax.Call(call, method == "Of" ? "Owned" : method!, Argument(IdentifierName(variable))) : InvocationExpression(ParseExpression($"{Type}.{method}"), ArgumentList(SeparatedList([Argument(call), Argument(IdentifierName(variable))])));

    /// <summary>Whether a late result is to be disposed of.</summary>
    public static bool IsAcquired(IMethodSymbol method) => method.GetAttributes().Any(a =>
        a.AttributeClass is { Name: "AcquiresAttribute", ContainingNamespace: { Name: "CoroutineDsl", ContainingNamespace.IsGlobalNamespace: true } });
}
