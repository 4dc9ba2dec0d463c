using CoroutineDsl.Generator.Blocking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>Patch methods are found by their names in the table of attributes, and of a project only where a file names the attribute.</summary>
public class PatchSitesTests
{
    private const string Port = "namespace Legacy { public class Port { public string Read() => \"\"; public string Peek() => \"\"; public string Seek() => \"\"; } }";

    [Fact]
    public void Under_an_alias_of_another_file() => Finds(TestCompilation.Of(Port + "partial class P { [Serves(typeof(Legacy.Port), \"Read\")] public static Suspension<string> Of(Legacy.Port port) => default; }", "global using Serves = CoroutineDsl.PatchesAttribute;"), "Read");

    [Fact]
    public void By_its_long_and_full_name() => Finds(
        TestCompilation.Of(Port + "static class P { [CoroutineDsl.PatchesAttribute(typeof(Legacy.Port), \"Read\"), global::CoroutineDsl.Patches(typeof(Legacy.Port), \"Peek\")] public static Suspension<string> Of(Legacy.Port port) => default; }"),
        "Read", "Peek");

    [Fact]
    public void In_a_reference() => Finds(Referring(reference => reference.EmitToImageReference()), "Read", "Peek", "Seek");

    [Fact]
    public void In_the_source_of_another_project() => Finds(Referring(reference => reference.ToMetadataReference()), "Read", "Peek", "Seek");

    /// <summary>Several members for a method, several methods of a name, types in types, generic ones among them.</summary>
    private static CSharpCompilation Referring(Func<CSharpCompilation, MetadataReference> made)
    {
        var reference = TestCompilation.Of(Port + """
            namespace Modern
            {
                public static class Patches<T>
                {
                    public static class Inner
                    {
                        public static Suspension<string> Of(int other) => default;
                        [Patches(typeof(Legacy.Port), "Read"), Patches(typeof(Legacy.Port), "Peek", Area = Patch.Stream)] public static Suspension<string> Of(Legacy.Port port) => default;
                        [Obsolete("old", error: false), Patches(typeof(Legacy.Port), "Seek")] public static Suspension<string> Sought(Legacy.Port port) => default;
                    }
                }
            }
            """).WithAssemblyName("Modern");
        Assert.Null(reference.FirstError());
        return TestCompilation.Of("").AddReferences(made(reference));
    }

    private static void Finds(CSharpCompilation compilation, params string[] members)
    {
        Assert.Null(compilation.FirstError());
        var table = new PatchTable(compilation);
        var port = compilation.GetTypeByMetadataName("Legacy.Port")!;
        foreach (var member in port.GetMembers().OfType<IMethodSymbol>().Where(m => m.MethodKind == MethodKind.Ordinary))
            Assert.Equal(members.Contains(member.Name), table.Find(member) is not null);
    }
}

file static class Images
{
    public static MetadataReference EmitToImageReference(this CSharpCompilation compilation)
    {
        using var image = new MemoryStream();
        Assert.True(compilation.Emit(image).Success);
        return MetadataReference.CreateFromImage(image.ToArray());
    }
}
