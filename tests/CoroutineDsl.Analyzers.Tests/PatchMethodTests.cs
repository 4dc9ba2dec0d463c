using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>What the runtime says blocks, against the framework that it speaks of.</summary>
public class PatchMethodTests
{
    private static readonly Compilation Framework = TestCompilation.Of();

    private static IAssemblySymbol Runtime => Framework.SourceModule.ReferencedAssemblySymbols.Single(a => a.Name == "CoroutineDsl");

    public static TheoryData<string> PatchMethods => [.. Methods(Runtime.GlobalNamespace).Where(m => Targets(m).Any()).Select(m => m.ToDisplayString())];

    [Theory]
    [MemberData(nameof(PatchMethods))]
    public void A_patch_method_takes_what_its_member_takes(string display)
    {
        var table = new PatchTable(Framework);
        foreach (var method in Methods(Runtime.GlobalNamespace).Where(m => m.ToDisplayString() == display))
            foreach (var (type, name) in Targets(method))
                Assert.Contains(type.GetMembers(name), member => SymbolEqualityComparer.Default.Equals(table.Find(member)?.OriginalDefinition, method));
    }

    [Theory]
    [MemberData(nameof(PatchMethods))]
    public void And_gives_what_the_member_gives(string display)
    {
        var table = new PatchTable(Framework);
        foreach (var method in Methods(Runtime.GlobalNamespace).Where(m => m.ToDisplayString() == display))
        {
            foreach (var (type, name) in Targets(method))
            {
                var member = type.GetMembers(name).First(m => SymbolEqualityComparer.Default.Equals(table.Find(m)?.OriginalDefinition, method));
                var gives = member is IPropertySymbol property ? property.Type : ((IMethodSymbol)member).MethodKind == MethodKind.Constructor ? type : ((IMethodSymbol)member).ReturnType;
                var patched = table.Find(member)!.ReturnType;
                if (patched.Name == "CoEnumerable") continue;
                Assert.True(Signatures.IsAwaitable(patched, out var value), patched.ToDisplayString());
                if (value is INamedTypeSymbol { Name: "Returned" } returned) value = returned.TypeArguments[0];
                Assert.Equal(gives.SpecialType == SpecialType.System_Void ? null : gives.ToDisplayString(NullableFlowState.None), value?.ToDisplayString(NullableFlowState.None));
            }
        }
    }

    public static TheoryData<string> ListedIds => [.. Runtime.GetAttributes()
        .Where(a => a.AttributeClass!.Name is "BlockingAttribute" or "NotBlockingAttribute")
        .Select(a => (string)a.ConstructorArguments[0].Value!)
        .Where(id => id.Contains(":System.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(ListedIds))]
    public void A_listed_id_of_the_framework_is_one(string id)
    {
        // an id without parameters stands for all overloads
        if (id.Contains('(', StringComparison.Ordinal))
        {
            Assert.NotNull(DocumentationCommentId.GetFirstSymbolForDeclarationId(id, Framework));
            return;
        }

        var dot = id.LastIndexOf('.');
        var found = id[0] == 'M'
            ? DocumentationCommentId.GetFirstSymbolForDeclarationId("T:" + id[2..dot], Framework) is INamedTypeSymbol type && type.GetMembers(id[(dot + 1)..].Replace('#', '.')).Length > 0
            : DocumentationCommentId.GetFirstSymbolForDeclarationId(id, Framework) is not null;
        Assert.True(found, id);
    }

    private static IEnumerable<(INamedTypeSymbol Type, string Member)> Targets(IMethodSymbol method) => method.GetAttributes()
        .Where(a => a.AttributeClass!.Name == "PatchesAttribute")
        .Select(a => (((INamedTypeSymbol)a.ConstructorArguments[0].Value!).OriginalDefinition, (string)a.ConstructorArguments[1].Value!));

    private static readonly HashSet<string> Unpatched =
    [
        // they try, and never wait
        "System.Collections.Concurrent.BlockingCollection<T>.TryTake(out T)",
        "System.Collections.Concurrent.BlockingCollection<T>.TryAdd(T)",
        // a span does not outlive the call
        "System.IO.BinaryReader.Read(System.Span<char>)",
        "System.IO.BinaryReader.Read(System.Span<byte>)",
        // what an XmlReader reads, and what an XmlWriter writes to, cannot be seen: it may be in memory
        "System.Xml.Serialization.XmlSerializer.Deserialize(System.Xml.XmlReader)",
        "System.Xml.Serialization.XmlSerializer.Deserialize(System.Xml.XmlReader, System.Xml.Serialization.XmlDeserializationEvents)",
        "System.Xml.Serialization.XmlSerializer.Deserialize(System.Xml.XmlReader, string?)",
        "System.Xml.Serialization.XmlSerializer.Deserialize(System.Xml.XmlReader, string?, System.Xml.Serialization.XmlDeserializationEvents)",
        "System.Xml.Serialization.XmlSerializer.Serialize(System.Xml.XmlWriter, object?)",
        "System.Xml.Serialization.XmlSerializer.Serialize(System.Xml.XmlWriter, object?, System.Xml.Serialization.XmlSerializerNamespaces?)",
        "System.Xml.Serialization.XmlSerializer.Serialize(System.Xml.XmlWriter, object?, System.Xml.Serialization.XmlSerializerNamespaces?, string?)",
        "System.Xml.Serialization.XmlSerializer.Serialize(System.Xml.XmlWriter, object?, System.Xml.Serialization.XmlSerializerNamespaces?, string?, string?)",
    ];

    [Fact]
    public void Every_overload_of_a_patched_member_is_patched()
    {
        var table = new PatchTable(Framework);
        var moved = BlockingLists.Of(Framework);
        var patched = Methods(Runtime.GlobalNamespace).SelectMany(Targets).Where(target => target.Item2 != ".ctor").Distinct(new TargetComparer());
        var missing = patched.SelectMany(target => target.Item1.GetMembers(target.Item2))
            .Where(member => member.DeclaredAccessibility == Accessibility.Public && table.Find(member) is null && moved.OffloadArea(member, null) is null)
            .Select(member => member.ToDisplayString());
        Assert.True(Unpatched.SetEquals(missing), string.Join("\n", missing.Where(m => !Unpatched.Contains(m))));
    }

    private sealed class TargetComparer : IEqualityComparer<(INamedTypeSymbol Type, string Name)>
    {
        public bool Equals((INamedTypeSymbol Type, string Name) x, (INamedTypeSymbol Type, string Name) y) => x.Name == y.Name && SymbolEqualityComparer.Default.Equals(x.Type, y.Type);

        public int GetHashCode((INamedTypeSymbol Type, string Name) target) => target.Name.GetHashCode(StringComparison.Ordinal);
    }

    private static IEnumerable<IMethodSymbol> Methods(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceOrTypeSymbol inner => Methods(inner),
        IMethodSymbol method => [method],
        _ => (IEnumerable<IMethodSymbol>)[],
    });
}
