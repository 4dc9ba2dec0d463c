using System.Text.RegularExpressions;

namespace CoroutineDsl.Tool.Migrate;

/// <summary>
/// Makes greenlets of a project's threads: the fixes of the analyzers that the project references, again and again until they change nothing. It works on a copy, and writes to the project only what was built there.
/// </summary>
internal sealed partial class Migration
{
    /// <summary>CORO017 marks what threads run; the others make coroutines of that, rule by rule.</summary>
    private static readonly string[] Rules = ["CORO017", "CORO002", "CORO013", "CORO001", "CORO004", "CORO018", "CORO005", "CORO006", "CORO008", "CORO010", "CORO012", "CORO016", "CORO026"];

    /// <summary>A program that is not done after that many rounds goes in circles.</summary>
    private const int MaxRounds = 12;

    private readonly string _project;
    private readonly TextWriter _out;

    /// <param name="project">A project file, or the folder that it is in.</param>
    /// <param name="output">Where the report goes.</param>
    public Migration(string project, TextWriter output)
    {
        _project = File.Exists(project) ? Path.GetFullPath(project)
            : Directory.Exists(project) && Directory.GetFiles(project, "*.csproj") is [var only] ? Path.GetFullPath(only)
            : throw new MigrationException($"'{project}' is no project, and no folder with one");
        _out = output;
    }

    /// <summary>Migrates a copy and reports; writes the changes to the project if they are to be applied. Gives whether the result builds.</summary>
    public bool Run(bool isApplied)
    {
        using var copy = new ProjectCopy(_project);
        Check(Dotnet.Run(copy.Folder, "restore", copy.Project), "the project cannot be restored");
        Check(Dotnet.Run(copy.Folder, "build", copy.Project, "--no-restore"), "the project does not build as it is");
        var rounds = ToFixpoint(copy);
        var (isBuilt, output) = Dotnet.Run(copy.Folder, "build", copy.Project, "--no-restore", "--no-incremental");

        var changes = copy.Changes();
        foreach (var change in changes) _out.WriteLine(Difference.Of(change));
        _out.WriteLine($"{changes.Count} files change, in {rounds} rounds.");
        var stays = Told(output, copy.Folder);
        _out.WriteLine(stays.Count == 0 ? "Nothing is left to be done by hand." : "What is left to be done by hand:");
        foreach (var line in stays) _out.WriteLine("  " + line);
        if (!isBuilt)
        {
            _out.WriteLine("The result does not build: nothing was written.");
            return false;
        }

        if (!isApplied)
        {
            _out.WriteLine("This was a dry run: --apply writes it.");
            return true;
        }

        copy.WriteBack(changes);
        return true;
    }

    private static int ToFixpoint(ProjectCopy copy)
    {
        for (var round = 1; round <= MaxRounds; round++)
        {
            var before = copy.State();
            Check(Dotnet.Run(copy.Folder, ["format", "analyzers", copy.Project, "--no-restore", "--severity", "info", "--diagnostics", .. Rules]), "the fixes cannot be applied");
            if (copy.State() == before) return round;
        }

        throw new MigrationException($"the fixes have not come to an end after {MaxRounds} rounds");
    }

    private static void Check((bool IsSuccess, string Output) command, string what)
    {
        if (!command.IsSuccess) throw new MigrationException($"{what}:\n{command.Output}");
    }

    /// <summary>The warnings and errors of a build, each once.</summary>
    private static List<string> Told(string output, string folder) =>
        [.. Diagnostic().Matches(output).Select(match => match.Value.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"^\s*\S.*\(\d+,\d+\): (warning|error) [A-Z]+\d+: .*?(?= \(https|\s\[|$)", RegexOptions.Multiline)]
    private static partial Regex Diagnostic();
}
