using System.Text;
using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Interception;

/// <summary>
/// The interceptor of a patched member, or of one with a twin: cooperative on a thread that runs a hub, the member itself on any other.
/// <code>
/// internal static int Receive(this Socket self, byte[] buffer)
/// {
///     if (!Hub.IsRunningHere) return self.Receive(buffer);
///     return SocketPatches.CoReceive(self, buffer).Await();
/// }
/// </code>
/// </summary>
internal static class PatchInterceptor
{
    public const string OwnedToken = "global::CoroutineDsl.Runtime.OwnedToken";

    /// <summary>Null where none can be written: types that cannot be named there, several arguments by reference, an offload of what lives on the stack.</summary>
    public static InterceptorTarget? Of(BlockingCall call, IMethodSymbol method, BlockingCalls blocking)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        if (call.Form == CooperativeForm.None || !InterceptorVisibility.IsVisible(method) || method.ContainingType.IsRefLikeType) return null;
        var byReference = method.Parameters.Where(p => p.RefKind is not (RefKind.None or RefKind.In)).ToList();
        if (byReference.Count > 1 || call.Form == CooperativeForm.Offload && (byReference.Count > 0 || method.Parameters.Any(p => p.Type.IsRefLikeType))) return null;

        // as the member's definition calls it: a class that overrides the patched member may have type parameters that the patch knows nothing of
        var patch = call.Form == CooperativeForm.Patch ? blocking.PatchOf(method) : null;
        if (call.Form == CooperativeForm.Patch && patch is null) return null;
        var twin = call.Form == CooperativeForm.Twin ? TwinTarget.Of(call, method) : null;
        if (call.Form == CooperativeForm.Twin && twin is null) return null;
        return Target(method, (self, names) => Body(method, patch, twin, call.IsSerial, byReference.FirstOrDefault(), self, names));
    }

    /// <summary>The interceptor of the start of a thread, which the runtime looks at.</summary>
    public static InterceptorTarget OfStart(IMethodSymbol method) => Target(method, (self, _) => $"=> {OnThread(method, self)};");

    private static InterceptorTarget Target(IMethodSymbol method, Func<string, UniqueNames, string> body)
    {
        var names = new UniqueNames();
        foreach (var parameter in method.Parameters) names.Take(parameter.Name);
        var self = names.Next("self");

        var typeParameters = TypeParametersOf(method.ContainingType).Concat(method.TypeParameters).ToList();
        var parameters = method.Parameters.Select((p, i) => (i == 0 && method.IsExtensionMethod ? "this " : "") + Scope(p) + Modifier(p) + SignatureText.Parameter(p));
        if (!method.IsStatic) parameters = parameters.Prepend($"this {(!method.ContainingType.IsValueType ? "" : method.IsReadOnly || method.ContainingType.IsReadOnly ? "in " : "ref ")}{TypeText.Of(method.ContainingType)} {self}");
        return new InterceptorTarget(
            null, "internal static", TypeText.Of(method.ReturnType), method.Name, SignatureText.TypeParameters(typeParameters), string.Join(", ", parameters),
            SignatureText.Constraints(typeParameters), body(self, names), null);
    }

    /// <summary>The method of the same name that knows the threads which are greenlets.</summary>
    private static string OnThread(IMethodSymbol method, string self) => $"{ThreadStarts.Type}.{method.Name}{SignatureText.TypeParameters(method.TypeParameters)}"
        + $"({string.Join(", ", method.Parameters.Select(p => TypeText.Identifier(p.Name)).Prepend(method.IsStatic ? null : self).OfType<string>())})";

    private static string Body(IMethodSymbol method, IMethodSymbol? patch, TwinTarget? twin, bool isSerial, IParameterSymbol? byReference, string self, UniqueNames names)
    {
        var original = method is { Name: "Join", ContainingType: { Name: "Thread", ContainingNamespace: { Name: "Threading", ContainingNamespace.Name: "System" } } } ? OnThread(method, self) : $"{(method.IsStatic ? TypeText.Of(method.ContainingType) : self)}.{TypeText.Identifier(method.Name)}{SignatureText.TypeParameters(method.TypeParameters)}"
            + $"({string.Join(", ", method.Parameters.Select(p => Modifier(p) + TypeText.Identifier(p.Name)))})";
        var text = new StringBuilder("{ ");
        var isOrdinary = twin?.InMemoryTest(p => TypeText.Identifier(p.Name)) is { } isInMemory ? $"!global::CoroutineDsl.Hub.IsRunningHere || {isInMemory}" : "!global::CoroutineDsl.Hub.IsRunningHere";
        text.Append(method.ReturnsVoid ? $"if ({isOrdinary}) {{ {original}; return; }} " : $"if ({isOrdinary}) return {original}; ");
        if (patch is null && twin is null)
            return text.Append($"{(method.ReturnsVoid ? "" : "return ")}global::CoroutineDsl.Hub.Current.Offload({(isSerial ? self + ", " : "")}() => {original}).Await(); }}").ToString();

        // what lives on the stack cannot be kept while others run: it is copied to the heap, and back where it was to be written
        var spans = method.Parameters.Where(p => p.Type.IsRefLikeType).ToList();
        var copies = spans.ToDictionary(span => span.Name, span => names.Next(span.Name + "Copy"), StringComparer.Ordinal);
        foreach (var span in spans) text.Append($"var {copies[span.Name]} = {TypeText.Identifier(span.Name)}.ToArray(); ");
        string Argument(IParameterSymbol parameter) => parameter.Type.IsRefLikeType ? copies[parameter.Name] : TypeText.Identifier(parameter.Name);
        var awaited = twin is not null ? twin.Await(self, Argument, names) : AwaitPatch(method, patch!, byReference, self, Argument, names);
        var back = string.Concat(spans.Where(s => s.Type.Name == "Span").Select(s => $"((global::System.Span<{TypeText.Of(((INamedTypeSymbol)s.Type).TypeArguments[0])}>){copies[s.Name]}).CopyTo({TypeText.Identifier(s.Name)}); "));
        return text.Append(method.ReturnsVoid ? $"{awaited}; {back}" : back.Length == 0 ? $"return {awaited}; " : Returned(awaited, back, names.Next("result"))).Append('}').ToString();
    }

    private static string AwaitPatch(IMethodSymbol method, IMethodSymbol patch, IParameterSymbol? byReference, string self, Func<IParameterSymbol, string> argument, UniqueNames names)
    {
        var typeArguments = patch.TypeArguments.Length == 0 ? "" : $"<{string.Join(", ", patch.TypeArguments.Select(TypeText.Of))}>";
        var taken = method.Parameters.Where(p => p.RefKind != RefKind.Out).Select(argument).ToList();
        if (!method.IsStatic) taken.Insert(0, self);
        var own = PatchSignature.TakesToken(patch, taken.Count) ? names.Next("own") : null;
        if (own is not null) taken.Add($"{OwnedToken}.New(out var {own})");
        var awaited = Await($"{TypeText.Of(PatchTable.CalledType(patch))}.{TypeText.Identifier(patch.Name)}{typeArguments}({string.Join(", ", taken)})", patch, own);
        return byReference switch
        {
            null => awaited,
            { RefKind: RefKind.Out } => $"{awaited}.Out(out {TypeText.Identifier(byReference.Name)})",
            _ => $"{awaited}.Ref(ref {TypeText.Identifier(byReference.Name)})",
        };
    }

    private static string Await(string waitable, IMethodSymbol patch, string? own) => patch.ReturnType.Name switch
    {
        _ when own is not null => $"{OwnedToken}.{(OwnedCall.IsAcquired(patch) ? "Acquired" : "Of")}({waitable}, {own}).Await()",
        "CoEnumerable" => waitable,
        "Task" or "ValueTask" => $"global::CoroutineDsl.AwaitExtensions.Await({waitable})",
        _ => $"{waitable}.Await()",
    };

    private static string Returned(string awaited, string back, string result) => $"var {result} = {awaited}; {back}return {result}; ";

    // 'params' is not repeated, and so what it implies must be said
    private static string Scope(IParameterSymbol parameter) => parameter.IsParams && parameter.Type.IsRefLikeType ? "scoped " : "";

    private static string Modifier(IParameterSymbol parameter) => parameter.RefKind switch
    {
        RefKind.Out => "out ",
        RefKind.Ref => "ref ",
        RefKind.In => "in ",
        _ => "",
    };

    private static IEnumerable<ITypeParameterSymbol> TypeParametersOf(INamedTypeSymbol? type) =>
        type is null ? [] : TypeParametersOf(type.ContainingType).Concat(type.TypeParameters);
}
