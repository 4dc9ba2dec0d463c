namespace CoroutineDsl.Generator.Parsing;

/// <summary>The names of the runtime that the generator knows.</summary>
internal static class KnownNames
{
    public const string Namespace = "CoroutineDsl";
    public const string CoroutineAttribute = "CoroutineDsl.CoroutineAttribute";
    public const string InterceptorNamespace = "CoroutineDsl.Generated";

    /// <summary>The factory of coroutine <c>M</c> is <c>MCoroutine</c>.</summary>
    public const string FactorySuffix = "Coroutine";
}
