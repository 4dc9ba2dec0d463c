using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace CoroutineDsl.Generator.Pipeline;

/// <summary>
/// The pipeline asks for every file again after every edit anywhere, since the edit may have changed what the file means. Mostly it has not: what was made of a file is kept with its syntax tree, and holds
/// as long as the <see cref="Declarations"/> around it are equal. Of a file that was itself edited, the coroutines that stand where they stood keep theirs.
/// </summary>
internal static class SourceFiles
{
    private static readonly ConditionalWeakTable<SyntaxTree, StrongBox<SourceFile?>> OfTrees = new();

    // a project keeps its options from edit to edit, and lets go of them in the end
    private static readonly ConditionalWeakTable<CompilationOptions, ConcurrentDictionary<string, SourceFile>> OfProjects = new();

    public static SourceFile Of(SyntaxTree tree, Compilation compilation, CancellationToken cancel)
    {
        var declarations = Declarations.Of(compilation);
        var known = OfTrees.GetOrCreateValue(tree);
        if (known.Value is { } kept && kept.Declarations.Equals(declarations))
            return kept;
        var latest = OfProjects.GetOrCreateValue(compilation.Options);
        var former = latest.TryGetValue(tree.FilePath, out var version) && version.Declarations.Equals(declarations) && version.Options.Equals(tree.Options) ? version : null;
        return latest[tree.FilePath] = known.Value = SourceFile.Parse(tree, compilation, declarations, former, cancel);
    }

    /// <summary>What the generator last made of a file of the compilation, which may have generated files by now; null where it has not seen it.</summary>
    public static SourceFile? Seen(SyntaxTree tree, Compilation compilation) =>
        OfTrees.TryGetValue(tree, out var known) && known.Value is { } seen && seen.Declarations.IsOfProject(compilation) ? seen : null;
}
