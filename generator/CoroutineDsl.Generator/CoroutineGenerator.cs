using CoroutineDsl.Generator.Emit;
using CoroutineDsl.Generator.Interception;
using CoroutineDsl.Generator.Jobs;
using CoroutineDsl.Generator.Pipeline;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator;

/// <summary>
/// Lowers every <c>[Coroutine]</c> method to a machine with a factory, and turns the calls of it into calls of the factory.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class CoroutineGenerator : IIncrementalGenerator
{
    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // A file is the unit of what is remembered between edits.
        var files = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is CompilationUnitSyntax, static (file, cancel) => SourceFiles.Of(file.Node.SyntaxTree, FactoryDeclarations.Complete(JobDeclarations.Complete(file.SemanticModel.Compilation, cancel), cancel), cancel).Model)
            .WithTrackingName(TrackingNames.Files);

        // Each marked method becomes plain text by itself: an edit of one never touches the file of another.
        var coroutines = files.SelectMany(static (file, _) => file.Coroutines).WithTrackingName(TrackingNames.Coroutines);

        // Users name the factories, so the editor needs these files.
        context.RegisterSourceOutput(coroutines, CoroutineFile.Write);

        // Calls of marked methods, wherever the compiler lets one be intercepted.
        var calls = files.SelectMany(static (file, _) => file.Calls).WithTrackingName(TrackingNames.Calls);

        // Blocking calls where the patch is on.
        var patched = files.SelectMany(static (file, _) => file.PatchedCalls).WithTrackingName(TrackingNames.PatchedCalls);

        // One interceptor for each method, with all the calls of it.
        var interceptors = calls.Collect().Combine(patched.Collect())
            .Select(static (calls, _) => InterceptorGrouping.ByTarget(calls.Left.AddRange(calls.Right)))
            .WithTrackingName(TrackingNames.Interceptors);

        // Nobody names an interceptor: the editor may leave this output out.
        context.RegisterImplementationSourceOutput(interceptors, InterceptorFile.Write);

        // Where the build asks for it, what was patched where, and what was not.
        var listing = context.CompilationProvider.Combine(context.AnalyzerConfigOptionsProvider.Select(PatchListing.IsWanted))
            .Select(static (listed, cancel) => PatchListing.Of(listed.Left, listed.Right, cancel)).WithTrackingName(TrackingNames.Listing);
        context.RegisterImplementationSourceOutput(listing, PatchListing.Write);
    }
}
