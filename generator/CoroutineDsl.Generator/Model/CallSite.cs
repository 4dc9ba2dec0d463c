namespace CoroutineDsl.Generator.Model;

/// <summary>One call of a coroutine method that an interceptor can reach. <c>Version</c> and <c>Data</c> are the compiler's opaque location.</summary>
internal sealed record CallSite(int Version, string Data, string Display, InterceptorTarget Target);

/// <summary>The text of the interceptor that serves every call of one coroutine method.</summary>
/// <param name="Host">Null for the shared static class; otherwise the partial type whose private names the signature needs.</param>
/// <param name="Modifiers">Accessibility and <c>static</c>.</param>
/// <param name="ReturnType">Exactly the return type of the coroutine method.</param>
/// <param name="Name">The coroutine method's own name.</param>
/// <param name="TypeParameters">Those of the containing types, outermost first, then those of the method; empty, or in angle brackets.</param>
/// <param name="Parameters">The parameter list without its parentheses.</param>
/// <param name="Constraints">The <c>where</c> clauses.</param>
/// <param name="Body">The expression or block that calls the factory.</param>
/// <param name="Accessor">The class through which it does, where it cannot see the factory.</param>
internal sealed record InterceptorTarget(
    EnclosingScope? Host, string Modifiers, string ReturnType, string Name, string TypeParameters, string Parameters, string Constraints, string Body, string? Accessor);

/// <summary>One interceptor with all the calls it takes over.</summary>
internal sealed record Interceptor(InterceptorTarget Target, EquatableArray<CallSite> Calls);
