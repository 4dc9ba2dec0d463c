using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CoroutineDsl.Generator.Blocking;

/// <summary>
/// Where the methods marked <c>[Patches]</c> of an assembly are, by the member that they patch. It is read from the table of attributes: to ask every method of the runtime for its own would be most of what the analysis of
/// a small project costs.
/// </summary>
internal sealed class PatchSites
{
    private const string Short = "Patches";
    private const string Long = "PatchesAttribute";

    private static readonly ConditionalWeakTable<SyntaxTree, object> OfTrees = new();
    private static readonly object True = new(), False = new();

    private readonly Dictionary<string, List<Site>> ofMembers = new(StringComparer.Ordinal);

    private PatchSites()
    {
    }

    /// <summary>Whether a file names the attribute. Where one gives it another name, that is a file that names it.</summary>
    public static bool MayDeclare(SyntaxTree tree) => OfTrees.GetValue(tree, static t => Names(t.GetRoot()) ? True : False) == True;

    /// <summary>Those of an assembly; null where it has no metadata, since it is the source of another project.</summary>
    public static PatchSites? OfMetadata(IAssemblySymbol assembly)
    {
        var sites = new PatchSites();
        foreach (var module in assembly.Modules)
        {
            if (module.GetMetadata()?.GetMetadataReader() is not { } metadata) return null;
            sites.Read(metadata);
        }
        return sites;
    }

    /// <summary>Those that were found among the symbols of an assembly.</summary>
    public static PatchSites Of(IEnumerable<(string Member, IMethodSymbol Method)> found)
    {
        var sites = new PatchSites();
        foreach (var (member, method) in found) sites.Add(member, new(Method: method));
        return sites;
    }

    public bool Contain(string member) => ofMembers.ContainsKey(member);

    /// <summary>The methods that patch a member of this name, and others that share their names.</summary>
    public IEnumerable<IMethodSymbol> Methods(IAssemblySymbol assembly, string member) => !ofMembers.TryGetValue(member, out var sites) ? []
        : sites.Distinct().SelectMany(site => site.Method is { } method ? [method] : assembly.GetTypeByMetadataName(site.Type)?.GetMembers(site.Name).OfType<IMethodSymbol>() ?? []);

    private static bool Names(SyntaxNode root)
    {
        foreach (var node in root.DescendantNodes(static n => n is not (StatementSyntax or ExpressionSyntax or ParameterListSyntax)))
        {
            var name = node switch
            {
                AttributeSyntax attribute => attribute.Name,
                UsingDirectiveSyntax { Alias: not null } alias => alias.NamespaceOrType as NameSyntax,
                _ => null,
            };
            if (Last(name) is Short or Long) return true;
        }
        return false;
    }

    private static string? Last(NameSyntax? name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax qualified => qualified.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => null,
    };

    private void Read(MetadataReader metadata)
    {
        foreach (var handle in metadata.CustomAttributes)
        {
            var attribute = metadata.GetCustomAttribute(handle);
            if (attribute.Parent.Kind != HandleKind.MethodDefinition || !IsPatches(metadata, attribute.Constructor)) continue;
            var arguments = metadata.GetBlobReader(attribute.Value);
            if (arguments.ReadUInt16() != 1 || arguments.ReadSerializedString() is null || arguments.ReadSerializedString() is not { } member) continue;
            var method = metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Parent);
            Add(member, new(FullName(metadata, method.GetDeclaringType()), metadata.GetString(method.Name)));
        }
    }

    private void Add(string member, Site site)
    {
        if (!ofMembers.TryGetValue(member, out var sites)) ofMembers.Add(member, sites = []);
        sites.Add(site);
    }

    private static bool IsPatches(MetadataReader metadata, EntityHandle constructor) => constructor.Kind switch
    {
        HandleKind.MethodDefinition => metadata.StringComparer.Equals(metadata.GetTypeDefinition(metadata.GetMethodDefinition((MethodDefinitionHandle)constructor).GetDeclaringType()).Name, Long),
        HandleKind.MemberReference when metadata.GetMemberReference((MemberReferenceHandle)constructor).Parent is { Kind: HandleKind.TypeReference } type =>
            metadata.StringComparer.Equals(metadata.GetTypeReference((TypeReferenceHandle)type).Name, Long),
        _ => false,
    };

    private static string FullName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        if (type.GetDeclaringType() is { IsNil: false } outer) return $"{FullName(metadata, outer)}+{name}";
        return type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
    }

    /// <summary>A method by its name, or itself.</summary>
    private sealed record Site(string Type = "", string Name = "", IMethodSymbol? Method = null);
}
