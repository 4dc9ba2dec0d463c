using System.Text.Json;
using Xunit;

namespace CoroutineDsl.Package.Tests;

/// <summary>The packages, packed into a folder of its own, and a place outside the repository for projects that use them.</summary>
public sealed class PackageFeed : IDisposable
{
    /// <summary>What is packed: the projects, by their place in the repository. Everything under src is a package.</summary>
    private static string[] Packed =>
        [.. from folder in (string[])[.. Directory.GetDirectories(Path.Combine(Repository.Root, "src")), Path.Combine(Repository.Root, "templates")]
            from project in Directory.GetFiles(folder, "*.csproj")
            select Path.GetRelativePath(Repository.Root, project)];

    private readonly string _folder = Directory.CreateTempSubdirectory("coroutinedsl-package").FullName;

    public PackageFeed()
    {
        // all in one build, with artifacts of its own: the repository's may be in use by another
        var all = Path.Combine(_folder, "All.slnf");
        File.WriteAllText(all, JsonSerializer.Serialize(new { solution = new { path = Path.Combine(Repository.Root, "CoroutineDsl.sln"), projects = Packed } }));
        Pack(all);
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="local" value="{Packages}" />
              </packageSources>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(_folder, "packages")}" />
              </config>
            </configuration>
            """);
    }

    /// <summary>The version of all packages.</summary>
    private const string Version = "0.1.0";

    /// <summary>The folder that the packages are in.</summary>
    public string Packages => Path.Combine(_folder, "feed");

    /// <summary>The package of that id.</summary>
    public string PackageOf(string id) => Path.Combine(Packages, $"{id}.{Version}.nupkg");

    /// <summary>Packs a project once more, into a folder of its own, and gives that.</summary>
    public string PackAgain(string project)
    {
        // the same place, empty: the symbols name the generated files in it
        var (folder, artifacts, kept) = (Path.Combine(_folder, "again"), Path.Combine(_folder, "artifacts"), Path.Combine(_folder, "kept"));
        Directory.Move(artifacts, kept);
        try
        {
            Pack(project, "--artifacts-path", artifacts, "-o", folder);
            return folder;
        }
        finally
        {
            Directory.Delete(artifacts, recursive: true);
            Directory.Move(kept, artifacts);
        }
    }

    /// <summary>A fresh folder for a project that restores from here.</summary>
    public string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;

    /// <summary>A fresh project that has only the package.</summary>
    /// <param name="name">Its name, and its folder's.</param>
    /// <param name="program">Its Program.cs.</param>
    /// <param name="properties">More of its properties, as XML.</param>
    /// <param name="items">More of its items.</param>
    public UserProject Project(string name, string program, string properties = "", string items = "") => new(NewFolder(name), name, program, properties, items);

    /// <summary>Packs the runtime, or what is given, for another framework; gives the version of the packages.</summary>
    public string PackFor(string framework, params string[] projects)
    {
        var version = $"{Version}-" + framework.Replace(".", "", StringComparison.Ordinal);
        foreach (var project in projects.Length > 0 ? projects : ["src/CoroutineDsl"]) Pack(project, $"-p:RuntimeTarget={framework}", $"-p:PackageVersion={version}");
        return version;
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Pack(string project, params string[] arguments)
    {
        string[] places = arguments.Contains("-o") ? [] : ["--artifacts-path", Path.Combine(_folder, "artifacts"), "-o", Packages];
        Dotnet.Run(Repository.Root, ["pack", Path.Combine(Repository.Root, project), "-c", "Release", $"-p:MinVerVersionOverride={Version}", .. places, .. arguments]);
    }
}

/// <summary>The packages are packed once for all tests.</summary>
[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackageFeed>
{
    public const string Name = "package";
}
