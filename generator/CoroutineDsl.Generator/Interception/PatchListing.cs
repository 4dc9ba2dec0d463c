using System.Text;
using CoroutineDsl.Generator.Blocking;
using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Naming;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Interception;

/// <summary>What is patched where, and what stays blocking and why, as a generated file of comments; the build prints it where <c>CoroutineDslListPatches</c> is true.</summary>
internal static class PatchListing
{
    private const string HintName = "CoroutineDsl.Patches.g.cs";
    private const string Property = "build_property.CoroutineDslListPatches";

    public static bool IsWanted(AnalyzerConfigOptionsProvider options, CancellationToken cancel) =>
        options.GlobalOptions.TryGetValue(Property, out var value) && bool.TryParse(value, out var isWanted) && isWanted;

    /// <summary>The text of the file; empty where nobody wants it.</summary>
    public static string Of(Compilation compilation, bool isWanted, CancellationToken cancel)
    {
        if (!isWanted) return "";
        var text = new StringBuilder(FileHeader.Text);
        if (!PatchScope.Of(compilation).IsAnywhere) return text.ToString();
        foreach (var line in compilation.SyntaxTrees.SelectMany(tree => Lines(tree, compilation.GetSemanticModel(tree), cancel)).OrderBy(line => line, StringComparer.Ordinal)) text.Append(line).Append('\n');
        return text.ToString();
    }

    public static void Write(SourceProductionContext output, string text)
    {
        if (text.Length > 0) output.AddSource(HintName, SourceText.From(text, Encoding.UTF8));
    }

    private static IEnumerable<string> Lines(SyntaxTree tree, SemanticModel model, CancellationToken cancel)
    {
        var blocking = BlockingCalls.Of(model.Compilation);
        var scope = PatchScope.Of(model.Compilation);
        foreach (var node in tree.GetRoot(cancel).DescendantNodes().Where(CanBlock))
        {
            if (PatchScope.MethodOf(model.GetEnclosingSymbol(node.SpanStart, cancel)) is not { } method || scope.AreasAt(method) == 0) continue;
            if (model.GetOperation(node, cancel) is not { } operation || operation.Syntax != node) continue;
            if (blocking.Find(operation) is { } call) yield return Line(node, call.Display, Outcome(call, method, model, blocking, cancel));
            else if (ThreadStarts.IsStart(operation))
                yield return Line(node, BlockingCall.Show(((IInvocationOperation)operation).TargetMethod), ThreadStarts.Replaces(operation, method) ? " -> a greenlet, where a greenlet starts it" : " stays what it is: no body that blocks is seen");
            else if (scope.CoversTwins(method) && blocking.NearMiss(operation) is { } miss)
                yield return Line(node, BlockingCall.Show(((IInvocationOperation)operation).TargetMethod), $" stays blocking, if it waits: {miss.Twin.Name} does not serve, since {miss.Reason.Replace('\'', '`')}");
        }
    }

    private static bool CanBlock(SyntaxNode node) => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax or MemberAccessExpressionSyntax
        or MemberBindingExpressionSyntax or IdentifierNameSyntax or CommonForEachStatementSyntax;

    private static string Line(SyntaxNode node, string name, string outcome)
    {
        var token = node switch
        {
            InvocationExpressionSyntax call when CallSiteParser.NameOf(call) is { } called => called.Identifier,
            MemberAccessExpressionSyntax access => access.Name.Identifier,
            CommonForEachStatementSyntax loop => loop.Expression.GetFirstToken(),
            _ => node.GetFirstToken(),
        };
        var start = token.GetLocation().GetLineSpan().StartLinePosition;
        return $"// {node.SyntaxTree.FilePath}({start.Line + 1},{start.Character + 1}): {name}{outcome}";
    }

    private static string Outcome(BlockingCall call, IMethodSymbol method, SemanticModel model, BlockingCalls blocking, CancellationToken cancel)
    {
        var cooperative = $" -> {(call.Cooperative is { } other ? BlockingCall.Show(other) : call.Form == CooperativeForm.Sequence ? "IAsyncEnumerable" : "Hub.Offload")}";
        if (call.Form == CooperativeForm.None) return " stays blocking: it belongs to the thread that calls it";
        if (!PatchScope.Of(model.Compilation).Covers(call, method)) return " stays blocking: its area is not patched here";
        var isLowered = PatchedBody.IsLowered(method, cancel);
        if (isLowered ? PatchedBody.Cooperative(call, model, cancel) is not null : PatchedCallParser.Intercepted(call, model, blocking, cancel) is not null) return cooperative;
        return isLowered || call.Operation is IInvocationOperation && call.Form != CooperativeForm.Sequence
            ? " stays blocking: nothing can wait where it stands"
            : " stays blocking: outside the body of a coroutine only calls of methods are patched";
    }
}
