using System.Diagnostics;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>A project as a user has it, outside the repository: with the runtime, the generator, the analyzers and the fixes that the tests were built with.</summary>
internal sealed class UserProject : IDisposable
{
    public UserProject(string program)
    {
        Directory.CreateDirectory(Folder);
        File.WriteAllText(Path.Combine(Folder, Name + ".csproj"), Project);
        Source = program;
    }

    private const string Name = "App";

    private string Parent { get; } = Directory.CreateTempSubdirectory("coroutinedsl-user").FullName;

    public string Folder => Path.Combine(Parent, Name);

    /// <summary>Its Program.cs.</summary>
    public string Source
    {
        get => File.ReadAllText(Path.Combine(Folder, "Program.cs"));
        set => File.WriteAllText(Path.Combine(Folder, "Program.cs"), value);
    }

    private static string Project => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <Import Project="{Path.Combine(Repository.Root, "src", "CoroutineDsl", "buildTransitive", "CoroutineDsl.targets")}" />
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{Path.Combine(AppContext.BaseDirectory, "CoroutineDsl.dll")}" />
            <Analyzer Include="{Path.Combine(AppContext.BaseDirectory, "CoroutineDsl.Generator.dll")}" />
            <Analyzer Include="{Path.Combine(AppContext.BaseDirectory, "CoroutineDsl.Analyzers.dll")}" />
            <Analyzer Include="{Path.Combine(AppContext.BaseDirectory, "CoroutineDsl.CodeFixes.dll")}" />
          </ItemGroup>
        </Project>
        """;

    /// <summary>Runs what was built; gives what it printed.</summary>
    public async Task<string> Run() => (await Dotnet(Path.Combine("bin", "Release", "net10.0", Name + ".dll"))).ReplaceLineEndings("\n");

    public void Dispose() => Directory.Delete(Parent, recursive: true);

    public async Task<string> Dotnet(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}:\n{output}\n{await error}");
        return output;
    }
}
