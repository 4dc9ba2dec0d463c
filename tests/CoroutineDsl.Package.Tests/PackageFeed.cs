using System.Diagnostics;
using System.Reflection;

namespace CoroutineDsl.Package.Tests;

/// <summary>The package, packed into a folder of its own, and a place outside the repository for projects that use it.</summary>
public sealed class PackageFeed : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("coroutinedsl-package").FullName;

    public PackageFeed()
    {
        var root = typeof(PackageFeed).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        // artifacts of its own: the repository's may be in use by a build
        Dotnet(root, "pack", Path.Combine(root, "src", "CoroutineDsl"), "-c", "Release", "--artifacts-path", Path.Combine(_folder, "artifacts"), "-o", Path.Combine(_folder, "feed"));
        File.WriteAllText(Path.Combine(_folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="local" value="{Path.Combine(_folder, "feed")}" />
              </packageSources>
              <config>
                <add key="globalPackagesFolder" value="{Path.Combine(_folder, "packages")}" />
              </config>
            </configuration>
            """);
    }

    /// <summary>Writes a project that has only the package, builds it, and gives the compiler's output.</summary>
    public string Build(string name, string source, string properties = "")
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(folder, name + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <WarningsAsErrors>CS9057;CS9137;CS8032;CS8785</WarningsAsErrors>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="CoroutineDsl" Version="*" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(folder, "Program.cs"), source);
        return Dotnet(folder, "build", "-c", "Release");
    }

    public string Run(string name) => Dotnet(_folder, Path.Combine(_folder, name, "bin", "Release", "net10.0", name + ".dll"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Dotnet(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet {string.Join(' ', arguments)}");
        }

        var text = output.Result + errors.Result;
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)}: exit code {process.ExitCode}\n{text}");
    }
}
