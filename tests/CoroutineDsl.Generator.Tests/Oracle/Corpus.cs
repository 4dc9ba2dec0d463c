using CoroutineDsl.Oracle;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Tests.Oracle;

/// <summary>The hand-written bodies, in files by construct.</summary>
internal static class Corpus
{
    public static IReadOnlyList<(string Path, string Text)> Sources { get; } =
        [.. typeof(Corpus).Assembly.GetManifestResourceNames().Where(name => !name.StartsWith("Programs.", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name => ($"Bodies/{name}", Read(name)))];

    private static readonly Dictionary<string, Lazy<ThreeWays>> s_compiled =
        Sources.ToDictionary(source => Path.GetFileNameWithoutExtension(source.Path), source => new Lazy<ThreeWays>(() => ThreeWays.Compile([source])), StringComparer.Ordinal);

    /// <summary>The file that a body is in - its class is called like the file -, compiled once for all tests.</summary>
    public static ThreeWays CompiledFor(Body body) => s_compiled[body.Type["Bodies.".Length..]].Value;

    /// <summary>The names of the bodies, read from their syntax alone.</summary>
    public static IEnumerable<Body> Bodies => Sources.SelectMany(source => CSharpSyntaxTree.ParseText(source.Text, Compilations.Parse).GetRoot()
        .DescendantNodes().OfType<MethodDeclarationSyntax>()
        .Where(method => method.Parent is ClassDeclarationSyntax { Parent: FileScopedNamespaceDeclarationSyntax } && method.AttributeLists.Count > 0
            && method.Modifiers.Any(SyntaxKind.PublicKeyword) && method.ParameterList.Parameters.Count == 0)
        .Select(method => new Body($"Bodies.{((ClassDeclarationSyntax)method.Parent!).Identifier.Text}", method.Identifier.Text)));

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Corpus).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
