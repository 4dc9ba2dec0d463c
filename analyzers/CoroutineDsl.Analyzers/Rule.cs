using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Analyzers;

/// <summary>Makes descriptors; what is the same in all of them is said here.</summary>
internal static class Rule
{
    internal const string Category = "CoroutineDsl";

    /// <summary>Where the page of a rule is.</summary>
    internal static string HelpLink(string id) => $"https://github.com/coroutinedsl/coroutinedsl/blob/main/docs/rules/{id}.md";
}
