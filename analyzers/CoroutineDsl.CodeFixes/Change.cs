using Microsoft.CodeAnalysis.Editing;

namespace CoroutineDsl.Analyzers;

/// <summary>One thing that a fix can do at one place.</summary>
/// <param name="Title">What the user reads.</param>
/// <param name="Key">What groups the same change at other places for Fix All.</param>
/// <param name="Apply">Does it.</param>
/// <param name="Kind">Another key under which Fix All finds it: where <paramref name="Key"/> means the best change of each place, what this one is.</param>
internal sealed record Change(string Title, string Key, Action<DocumentEditor> Apply, string? Kind = null);
