using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Interception;

/// <summary>
/// The namespaces that the project lets interceptors live in, as the compiler was told: true under MSBuild, a bare csc and every editor alike.
/// </summary>
internal readonly struct InterceptorNamespaces
{
    private readonly string[] _listed;

    private InterceptorNamespaces(string[] listed) => _listed = listed;

    public static InterceptorNamespaces Of(ParseOptions options) =>
        new(options.Features.TryGetValue("InterceptorsNamespaces", out var list) ? [.. list.Split(';').Select(name => name.Trim())] : []);

    /// <summary>Whether our own namespace is listed: without it nothing is intercepted.</summary>
    public bool AllowOurs => Allow(KnownNames.InterceptorNamespace);

    public bool Allow(INamespaceSymbol space) => !space.IsGlobalNamespace && Allow(space.ToDisplayString());

    private bool Allow(string space) =>
        _listed.Any(listed => listed.Length > 0 && (space == listed || space.StartsWith(listed + ".", StringComparison.Ordinal)));
}
