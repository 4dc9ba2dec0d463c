using CoroutineDsl.Generator.Interception;
using CoroutineDsl.Generator.Model;
using CoroutineDsl.Generator.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Generator.Pipeline;

/// <summary>All that was made of one version of a file.</summary>
internal sealed class SourceFile
{
    /// <summary>The oldest language that generated code is written in: <c>file</c> types.</summary>
    private const LanguageVersion OldestLanguage = LanguageVersion.CSharp11;

    private readonly List<(Place Place, ParsedCoroutine Coroutine)> coroutines = [];
    private readonly Dictionary<int, ParsedCoroutine> byOffset = [];

    private SourceFile(Declarations declarations, ParseOptions options) => (Declarations, Options) = (declarations, options);

    /// <summary>The declarations under which it holds.</summary>
    public Declarations Declarations { get; }

    public ParseOptions Options { get; }

    public FileModel Model { get; private set; } = new([], [], []);

    /// <param name="former">Another version of the file, with the same options and under equal declarations; null if there is none.</param>
    public static SourceFile Parse(SyntaxTree tree, Compilation compilation, Declarations declarations, SourceFile? former, CancellationToken cancel)
    {
        var file = new SourceFile(declarations, tree.Options);
        if (((CSharpParseOptions)tree.Options).LanguageVersion < OldestLanguage)
            return file;
        var root = tree.GetRoot(cancel);
        var model = compilation.GetSemanticModel(tree);
        foreach (var method in MarkedMethods.In(root, compilation, cancel))
        {
            cancel.ThrowIfCancellationRequested();
            var place = Place.Of(method);
            var coroutine = former?.Same(file.coroutines.Count, place) ?? CoroutineParser.Parse(method, model, cancel);
            file.coroutines.Add((place, coroutine));
            file.byOffset.Add(method.SpanStart, coroutine);
        }
        file.Model = new FileModel(
            file.coroutines.Select(made => made.Coroutine.Model).OfType<CoroutineModel>().ToEquatableArray(),
            CallSiteParser.In(root, model, cancel),
            PatchedCallParser.In(root, model, cancel));
        return file;
    }

    /// <summary>What was made of a method of this version; null if it was not taken for a coroutine.</summary>
    public ParsedCoroutine? Coroutine(MethodDeclarationSyntax method) => byOffset.TryGetValue(method.SpanStart, out var coroutine) ? coroutine : null;

    /// <summary>Equal declarations stand in the same order: so the method of that number is the same one, and if it stands there as it stood its machine is, too.</summary>
    private ParsedCoroutine? Same(int number, Place place) =>
        number < coroutines.Count && coroutines[number] is var made && made.Place == place && !made.Coroutine.NamesOffsets ? made.Coroutine : null;

    /// <summary>Where a method stands, as far as its machine tells, and all that it says. (A file may have the path of another: then the types around a method tell whose it is.)</summary>
    private readonly record struct Place(LinePosition Start, string Text, string Host)
    {
        public static Place Of(MethodDeclarationSyntax method) =>
            new(method.GetLocation().GetLineSpan().StartLinePosition, method.ToString(), string.Join(" ", method.Ancestors().Select(Name)));

        private static string Name(SyntaxNode outer) => outer switch
        {
            TypeDeclarationSyntax type => $"{type.Identifier.ValueText}`{type.Arity}",
            BaseNamespaceDeclarationSyntax space => space.Name.ToString(),
            _ => "",
        };
    }
}
