using System.IO.Compression;
using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>How the packages are made.</summary>
[Collection(PackageCollection.Name)]
public class PackingTests(PackageFeed feed)
{
    [Fact]
    public void TwoPacksOfOneCommitAreAlike()
    {
        using var first = ZipFile.OpenRead(feed.PackageOf("CoroutineDsl"));
        using var second = ZipFile.OpenRead(Path.Combine(feed.PackAgain("src/CoroutineDsl"), Path.GetFileName(feed.PackageOf("CoroutineDsl"))));
        Assert.Equal(first.Entries.Select(entry => entry.FullName), second.Entries.Select(entry => entry.FullName));
        foreach (var entry in first.Entries) Assert.True(Content(entry).AsSpan().SequenceEqual(Content(second.GetEntry(entry.FullName)!)), entry.FullName);
    }

    /// <summary>dotnet pack of the solution makes the packages of src and the templates: nothing else opts in.</summary>
    [Fact]
    public void OnlyProductsArePacked()
    {
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal) && !file.StartsWith("templates/content/", StringComparison.Ordinal));
        foreach (var project in projects.Where(file => !file.StartsWith("src/", StringComparison.Ordinal) && file != "templates/CoroutineDsl.Templates.csproj"))
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, project));
            Assert.DoesNotContain("IsPackable", text, StringComparison.Ordinal);
            Assert.DoesNotContain("Package.props", text, StringComparison.Ordinal);
        }
    }

    /// <summary>Packing compares each library with the kept package of its name, and fails where something is lost (CP0001, CP0002).</summary>
    [Fact]
    public void EachPackageIsHeldToWhatTheLastOneOffered()
    {
        var kept = Path.Combine(Repository.Root, "eng", "baseline");
        var libraries = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)!).Where(id => id != "CoroutineDsl.Tool");
        Assert.All(libraries, id => Assert.True(File.Exists(Path.Combine(kept, $"{id}.nupkg")), id));
        var baseline = Dotnet.Run(Repository.Root, "msbuild", "src/CoroutineDsl.Testing", "-getProperty:PackageValidationBaselinePath").Trim();
        Assert.Equal(Path.Combine(kept, "CoroutineDsl.Testing.nupkg"), Path.GetFullPath(baseline));
    }

    [Fact]
    public void AReadmeSaysFirstHowToAddThePackage()
    {
        foreach (var file in Directory.EnumerateFiles(feed.Packages, "*.nupkg"))
        {
            using var package = ZipFile.OpenRead(file);
            var readme = System.Text.Encoding.UTF8.GetString(Content(package.GetEntry("README.md")!));
            Assert.Matches(@"\A(```bash\r?\ndotnet (add package|tool install|new install)|# [^\n]+\n+```bash\r?\ndotnet (add package|tool install|new install))", readme);
            // nuget.org has no file beside it
            Assert.DoesNotMatch(@"\]\((?!https://|#)", readme);
        }
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var content = new MemoryStream();
        using var from = entry.Open();
        from.CopyTo(content);
        return content.ToArray();
    }
}
