using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace CoroutineDsl.Analyzers.Tests;

/// <summary>A blocking program: what it says when it runs, and where it must be told that it blocks.</summary>
/// <param name="Name">Its name, and its namespace.</param>
/// <param name="Source">Its text, and the marks in it.</param>
/// <param name="Says">What it says; null if it is not to be run.</param>
/// <param name="Stays">How many diagnostics no fix takes away.</param>
/// <param name="IsPatchedOnly">Whether only the patch reaches its blocking calls.</param>
internal sealed record JudgedProgram(string Name, Markup Source, string? Says, int Stays, bool IsPatchedOnly);

/// <summary>
/// All programs in one compilation, each in its namespace: as they are, with every fix applied, and with the patch on. The compiler sees each form once.
/// </summary>
internal static class JudgedPrograms
{
    private const string Folder = ".Programs.Judged.";
    private static readonly Lazy<Task<IReadOnlyList<Diagnostic>>> s_told = new(() => Diagnose(Compile(All.Select(p => (p.Name, p.Source.Code))), Rules.All));
    private static readonly Lazy<Task<IReadOnlyDictionary<string, (string Text, int Left)>>> s_fixed = new(Fix);
    private static readonly Lazy<Task<Assembly>> s_fixedAssembly = new(async () => TestProgram.Load(Compile((await s_fixed.Value).Select(p => (p.Key, p.Value.Text)))));
    private static readonly Lazy<Task<Assembly>> s_patchedAssembly = new(() => Task.Run(() => TestProgram.Load(Compile(All.Select(p => (p.Name, p.Source.Code)), "[assembly: Patch]"))));

    public static ImmutableArray<JudgedProgram> All { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(name => name.Contains(Folder, StringComparison.Ordinal)).Select(Parse).OrderBy(p => p.Name, StringComparer.Ordinal)];

    /// <summary>What all rules report in a program, in source order.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> Told(string name) =>
        [.. In(await s_told.Value, name)];

    /// <summary>The program after Fix All, and how many diagnostics are left in it.</summary>
    public static async Task<(string Text, int Left)> Fixed(string name) => (await s_fixed.Value)[name];

    public static Task<Assembly> FixedAssembly => s_fixedAssembly.Value;

    public static Task<Assembly> PatchedAssembly => s_patchedAssembly.Value;

    /// <summary>Runs a program on a thread, and so on a hub, of its own; gives what it said.</summary>
    public static async Task<string> Run(Assembly programs, string name) => (string)(await TestProgram.Call(programs.GetType("Entries")!, name))!;

    private static JudgedProgram Parse(string resource)
    {
        var name = resource[(resource.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length)..^".cs".Length];
        var text = Text(resource);
        string? Says(string what) => text.Split('\n').Where(line => line.StartsWith($"// {what}:", StringComparison.Ordinal)).Select(line => line[(what.Length + 5)..].Trim()).SingleOrDefault();
        return new(name, Markup.Parse(text), Says("says"), int.Parse(Says("stays") ?? "0", System.Globalization.CultureInfo.InvariantCulture), text.Contains("// patched only\n", StringComparison.Ordinal));
    }

    private static string Text(string resource)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static CSharpCompilation Compile(IEnumerable<(string Name, string Text)> programs, string more = "") => CSharpCompilation.Create(
        "Programs",
        [.. programs.Concat([("Usings", TestCompilation.Usings), ("Judge", Judge), ("Entries", more + Entries)]).Select(p => CSharpSyntaxTree.ParseText(p.Item2, TestCompilation.Parse, path: p.Item1 + ".cs"))],
        TestCompilation.References,
        TestCompilation.Options);

    private static string Judge => Text(Assembly.GetExecutingAssembly().GetManifestResourceNames().Single(name => name.EndsWith(".Programs.Judge.cs", StringComparison.Ordinal)));

    // calls that interceptors reach: what is called by reflection would run un-lowered
    private static string Entries =>
        $$"""public static class Entries { {{string.Concat(All.Where(p => p.Says is not null).Select(p => $"public static string {p.Name}() => Judge.Run(global::{p.Name}.Program.Main()); "))}} }""";

    private static Task<IReadOnlyList<Diagnostic>> Diagnose(Compilation compilation, params DiagnosticAnalyzer[] analyzers)
    {
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
        return Verify.Diagnose(compilation, analyzers);
    }

    /// <summary>Fix All, again and again until it changes nothing.</summary>
    private static async Task<IReadOnlyDictionary<string, (string Text, int Left)>> Fix()
    {
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Create(), "Programs", "Programs", LanguageNames.CSharp,
            compilationOptions: TestCompilation.Options, parseOptions: TestCompilation.Parse, metadataReferences: TestCompilation.References,
            analyzerReferences: [GeneratorReference.Instance]));
        foreach (var tree in Compile(All.Select(p => (p.Name, p.Source.Code))).SyntaxTrees)
            project = project.AddDocument(tree.FilePath, await tree.GetTextAsync(), filePath: tree.FilePath).Project;
        var fix = new BlockingCallFix();
        IReadOnlyList<Diagnostic> found = [];
        for (var hasChanged = true; hasChanged;)
        {
            hasChanged = false;
            found = await Diagnose((await project.GetCompilationAsync())!, new BlockingCallAnalyzer());
            foreach (var document in project.Documents.ToArray())
            {
                var here = In(found, Path.GetFileNameWithoutExtension(document.FilePath!)).ToArray();
                if (here.Length == 0) continue;
                var current = project.GetDocument(document.Id)!;
                var action = await fix.GetFixAllProvider().GetFixAsync(new FixAllContext(document, fix, FixAllScope.Document, BlockingCallAnalyzer.Id, fix.FixableDiagnosticIds, new GivenDiagnostics(here), default));
                var applied = (await action!.GetOperationsAsync(default)).OfType<Microsoft.CodeAnalysis.CodeActions.ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
                var text = await applied.GetTextAsync();
                if (text.ContentEquals(await current.GetTextAsync())) continue;
                project = current.WithText(text).Project;
                hasChanged = true;
            }
        }
        var result = new Dictionary<string, (string, int)>();
        foreach (var program in All)
            result.Add(program.Name, ((await project.Documents.Single(d => d.FilePath == program.Name + ".cs").GetTextAsync()).ToString(), In(found, program.Name).Count()));
        return result;
    }

    private static IEnumerable<Diagnostic> In(IEnumerable<Diagnostic> found, string name) => found.Where(d => d.Location.SourceTree!.FilePath == name + ".cs");
}
