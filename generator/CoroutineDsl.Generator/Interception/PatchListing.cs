using System.Collections.Immutable;
using System.Text;
using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Interception;

/// <summary>What was patched where, as a generated file of comments; the build prints it where <c>CoroutineDslListPatches</c> is true.</summary>
internal static class PatchListing
{
    private const string HintName = "CoroutineDsl.Patches.g.cs";
    private const string Property = "build_property.CoroutineDslListPatches";

    public static bool IsWanted(AnalyzerConfigOptionsProvider options, CancellationToken cancel) =>
        options.GlobalOptions.TryGetValue(Property, out var value) && bool.TryParse(value, out var isWanted) && isWanted;

    public static void Write(SourceProductionContext output, (ImmutableArray<PatchedCall> Calls, bool IsWanted) listing)
    {
        if (!listing.IsWanted) return;
        var text = new StringBuilder(FileHeader.Text);
        foreach (var line in listing.Calls.Select(call => $"// {call.Site.Display}: {call.Member} -> {call.Cooperative}").OrderBy(line => line, StringComparer.Ordinal))
            text.Append(line).Append('\n');
        output.AddSource(HintName, SourceText.From(text.ToString(), Encoding.UTF8));
    }
}
