using System.IO.Compression;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>
/// The public API is listed in a file beside each project, so that a change of it shows in a diff. With <c>UPDATE_PUBLIC_API=1</c> in the environment the test writes the list anew.
/// </summary>
[Collection(PackageCollection.Name)]
public class PublicApiTests(PackageFeed feed)
{
    private static readonly SymbolDisplayFormat Format = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters | SymbolDisplayGenericsOptions.IncludeTypeConstraints | SymbolDisplayGenericsOptions.IncludeVariance,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters | SymbolDisplayMemberOptions.IncludeType | SymbolDisplayMemberOptions.IncludeContainingType | SymbolDisplayMemberOptions.IncludeModifiers
            | SymbolDisplayMemberOptions.IncludeConstantValue | SymbolDisplayMemberOptions.IncludeRef,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeName | SymbolDisplayParameterOptions.IncludeDefaultValue
            | SymbolDisplayParameterOptions.IncludeParamsRefOut | SymbolDisplayParameterOptions.IncludeExtensionThis,
        propertyStyle: SymbolDisplayPropertyStyle.ShowReadWriteDescriptor,
        kindOptions: SymbolDisplayKindOptions.IncludeTypeKeyword,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>Every library of src; the tool has no API.</summary>
    public static TheoryData<string> Libraries =>
        [.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)).Where(id => id != "CoroutineDsl.Tool").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void IsWhatIsListed(string id)
    {
        var actual = string.Concat(List(id).Order(StringComparer.Ordinal).Select(line => line + "\n"));
        var file = Path.Combine(Repository.Root, "src", id, "PublicAPI.txt");
        if (Environment.GetEnvironmentVariable("UPDATE_PUBLIC_API") == "1") File.WriteAllText(file, actual);
        var listed = File.ReadAllText(file).ReplaceLineEndings("\n");
        var (gone, fresh) = (Lines(listed).Except(Lines(actual)), Lines(actual).Except(Lines(listed)));
        Assert.True(listed == actual, $"the public API is not what {file} lists; UPDATE_PUBLIC_API=1 writes it anew:\n{string.Join("\n", gone.Select(line => "- " + line).Concat(fresh.Select(line => "+ " + line)))}");
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private IEnumerable<string> List(string id)
    {
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("CoroutineDsl", StringComparison.Ordinal)).Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)).ToList();
        var mine = Reference(id);
        references.Add(mine);
        if (id != "CoroutineDsl") references.Add(Reference("CoroutineDsl"));
        if (id == "CoroutineDsl.Jobs.Rebus") references.Add(Reference("CoroutineDsl.Jobs"));
        var compilation = CSharpCompilation.Create("Api", references: references);
        return Members(((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(mine)!).GlobalNamespace).Select(symbol => symbol.ToDisplayString(Format));
    }

    private MetadataReference Reference(string id)
    {
        using var package = ZipFile.OpenRead(feed.PackageOf(id));
        using var image = new MemoryStream();
        using (var entry = package.GetEntry($"lib/net10.0/{id}.dll")!.Open()) entry.CopyTo(image);
        return MetadataReference.CreateFromImage(image.ToArray());
    }

    private static IEnumerable<ISymbol> Members(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamespaceSymbol space)
            {
                foreach (var inner in Members(space)) yield return inner;
            }
            else if (IsVisible(member))
            {
                yield return member;
                if (member is not INamedTypeSymbol type) continue;
                foreach (var inner in Members(type)) yield return inner;
            }
        }
    }

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal
        && symbol is not IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove };
}
