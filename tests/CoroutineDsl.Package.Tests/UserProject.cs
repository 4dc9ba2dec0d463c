namespace CoroutineDsl.Package.Tests;

/// <summary>A project as a user has it: one package reference and nothing else, outside this repository.</summary>
public sealed class UserProject
{
    private readonly string _name;

    internal UserProject(string folder, string name, string program, string properties, string items)
    {
        _name = name;
        Folder = folder;
        Write(name + ".csproj", $"""
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
                {items}
              </ItemGroup>
            </Project>
            """);
        Write("Program.cs", program);
    }

    public string Folder { get; }

    public void Write(string file, string text) => File.WriteAllText(Path.Combine(Folder, file), text);

    /// <summary>Builds it; gives what the build printed.</summary>
    public string Build(params string[] arguments) => Dotnet.Run(Folder, ["build", "-c", "Release", .. arguments]);

    /// <summary>Runs what was built; gives what it printed.</summary>
    public string Run(params string[] arguments) => Dotnet.Run(Folder, [Path.Combine(Folder, "bin", "Release", "net10.0", _name + ".dll"), .. arguments]);

    /// <summary>Publishes it for this machine, and gives the executable.</summary>
    public (string Output, string Executable) Publish(params string[] arguments)
    {
        var output = Dotnet.Run(Folder, ["publish", "-c", "Release", "--use-current-runtime", "-o", "published", .. arguments]);
        return (output, Path.Combine(Folder, "published", OperatingSystem.IsWindows() ? _name + ".exe" : _name));
    }
}
