using System.IO.Compression;
using System.Reflection.PortableExecutable;
using System.Xml.Linq;
using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>What is in the packages.</summary>
[Collection(PackageCollection.Name)]
public class ContentsTests(PackageFeed feed)
{
    public static TheoryData<string, string[]> Packages => new()
    {
        {
            "CoroutineDsl",
            ["lib/net10.0/CoroutineDsl.dll", "lib/net10.0/CoroutineDsl.xml", "buildTransitive/net10.0/CoroutineDsl.targets", "analyzers/dotnet/cs/CoroutineDsl.Generator.dll", "analyzers/dotnet/cs/CoroutineDsl.Analyzers.dll", "analyzers/dotnet/cs/CoroutineDsl.CodeFixes.dll"]
        },
        { "CoroutineDsl.Http", ["lib/net10.0/CoroutineDsl.Http.dll", "lib/net10.0/CoroutineDsl.Http.xml"] },
        { "CoroutineDsl.Testing", ["lib/net10.0/CoroutineDsl.Testing.dll", "lib/net10.0/CoroutineDsl.Testing.xml"] },
        { "CoroutineDsl.AspNetCore", ["lib/net10.0/CoroutineDsl.AspNetCore.dll", "lib/net10.0/CoroutineDsl.AspNetCore.xml"] },
        { "CoroutineDsl.Jobs", ["lib/net10.0/CoroutineDsl.Jobs.dll", "lib/net10.0/CoroutineDsl.Jobs.xml", "buildTransitive/net10.0/CoroutineDsl.Jobs.targets", "buildTransitive/net10.0/CoroutineDsl.Jobs.LinkAttributes.xml"] },
        { "CoroutineDsl.Jobs.Rebus", ["lib/net10.0/CoroutineDsl.Jobs.Rebus.dll", "lib/net10.0/CoroutineDsl.Jobs.Rebus.xml"] },
        { "CoroutineDsl.Hosting", ["lib/net10.0/CoroutineDsl.Hosting.dll", "lib/net10.0/CoroutineDsl.Hosting.xml"] },
        { "CoroutineDsl.Monitor", ["lib/net10.0/CoroutineDsl.Monitor.dll", "lib/net10.0/CoroutineDsl.Monitor.xml"] },
        {
            "CoroutineDsl.Templates",
            [
                "content/coro-console/.template.config/template.json", "content/coro-console/CoroConsole.csproj", "content/coro-console/Program.cs",
                "content/coro-server/.template.config/template.json", "content/coro-server/CoroServer.csproj", "content/coro-server/Program.cs",
                "content/coro-test/.template.config/template.json", "content/coro-test/CoroTest.csproj", "content/coro-test/RetryTests.cs",
                "content/coro-web/.template.config/template.json", "content/coro-web/CoroWeb.csproj", "content/coro-web/Program.cs", "content/coro-web/Report.cs",
                "content/coro-web/appsettings.json",
                "content/coro-worker/.template.config/template.json", "content/coro-worker/CoroWorker.csproj", "content/coro-worker/ImportOptions.cs",
                "content/coro-worker/ImportService.cs", "content/coro-worker/Program.cs", "content/coro-worker/appsettings.json",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public void AllIsThereAndNothingElse(string id, string[] files)
    {
        using var package = ZipFile.OpenRead(feed.PackageOf(id));
        var entries = package.Entries.Select(entry => entry.FullName).Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && name is not "[Content_Types].xml");
        Assert.Equal(files.Concat(["README.md", "icon.png", id + ".nuspec"]).Order(StringComparer.Ordinal), entries.Order(StringComparer.Ordinal));

        var metadata = XDocument.Load(package.GetEntry(id + ".nuspec")!.Open()).Root!.Elements().Single().Elements().ToLookup(element => element.Name.LocalName, element => element.Value);
        Assert.Equal("MIT", metadata["license"].Single());
        Assert.Equal("icon.png", metadata["icon"].Single());
        Assert.Equal("README.md", metadata["readme"].Single());
        Assert.NotEmpty(metadata["description"].Single());
        Assert.NotEmpty(metadata["tags"].Single());
        Assert.NotEmpty(metadata["projectUrl"].Single());
        Assert.NotEmpty(metadata["releaseNotes"].Single());
    }

    [Theory]
    [InlineData("CoroutineDsl")]
    [InlineData("CoroutineDsl.Http")]
    [InlineData("CoroutineDsl.Testing")]
    [InlineData("CoroutineDsl.AspNetCore")]
    [InlineData("CoroutineDsl.Jobs")]
    [InlineData("CoroutineDsl.Hosting")]
    [InlineData("CoroutineDsl.Monitor")]
    public void AssembliesAreDeterministicAndHaveSymbols(string id)
    {
        var assembly = $"lib/net10.0/{id}.dll";
        using var package = ZipFile.OpenRead(feed.PackageOf(id));
        using var image = new MemoryStream();
        using (var entry = package.GetEntry(assembly)!.Open()) entry.CopyTo(image);
        image.Position = 0;
        using var reader = new PEReader(image);
        Assert.Contains(reader.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.Reproducible);
        using var symbols = ZipFile.OpenRead(Path.ChangeExtension(feed.PackageOf(id), ".snupkg"));
        Assert.NotNull(symbols.GetEntry(Path.ChangeExtension(assembly, ".pdb")));
    }
}
