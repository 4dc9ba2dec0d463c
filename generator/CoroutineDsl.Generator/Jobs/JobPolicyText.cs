using System.Globalization;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Jobs;

/// <summary>Writes what the attribute of a job says of its attempts and limits.</summary>
internal static class JobPolicyText
{
    private const string Seconds = "Seconds";
    private static readonly string[] Numbers = ["MaxAttempts", "MaxConcurrency", "MaxRate"];
    private static readonly string[] Times = ["Backoff", "MaxBackoff", "Timeout"];

    /// <summary>The last argument of the definition's constructor, with its comma; empty where the attribute says nothing.</summary>
    public static string Argument(IMethodSymbol method)
    {
        var said = Numbers.Select(name => (name, Text: Number(method, name)))
            .Concat(Times.Select(name => (name, Text: Number(method, name + Seconds) is { } seconds ? $"global::System.TimeSpan.FromSeconds((double){seconds})" : null)))
            .Where(property => property.Text is not null)
            .Select(property => $"{property.name} = {property.Text}")
            .ToArray();
        return said.Length == 0 ? "" : $", new global::{JobRules.Namespace}.JobPolicy {{ {string.Join(", ", said)} }}";
    }

    private static string? Number(IMethodSymbol method, string name) => JobRules.Argument(method, name).Value switch
    {
        int value when value > 0 => value.ToString(CultureInfo.InvariantCulture),
        double value when value > 0 => value.ToString("R", CultureInfo.InvariantCulture) + "D",
        _ => null,
    };
}
