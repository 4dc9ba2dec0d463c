using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>How every test of a fix opens its source: in a project like a user's, where the generator runs.</summary>
internal static class TestProject
{
    /// <summary>A project with the usual usings; its documents are <c>Source0.cs</c> and so on.</summary>
    internal static Project Open(AdhocWorkspace workspace, params string[] sources)
    {
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Create(), "Tests", "Tests", LanguageNames.CSharp,
            compilationOptions: TestCompilation.OptionsFor(sources), parseOptions: TestCompilation.Parse,
            metadataReferences: TestCompilation.References, analyzerReferences: [GeneratorReference.Instance]));
        project = project.AddDocument("Usings.cs", SourceText.From(TestCompilation.Usings), filePath: "Usings.cs").Project;
        for (var i = 0; i < sources.Length; i++) project = project.AddDocument($"Source{i}.cs", SourceText.From(sources[i]), filePath: $"Source{i}.cs").Project;
        return project;
    }

    internal static async Task<Compilation> Compiled(this Project project) => (await project.GetCompilationAsync())!;
}
